"""A broker that still holds the queues of an older version."""

import asyncio

import aio_pika
import pytest

from imi_local.errors import StackError
from imi_local.provision.broker import declare


def test_a_queue_that_was_declared_differently_is_named_with_a_way_out(amqp_url: str) -> None:
    asyncio.run(_older_queue(amqp_url, "statistics.events"))
    with pytest.raises(StackError, match=r"statistics\.events.*IMI_RUN_DIR"):
        declare(amqp_url)


def test_declaring_twice_changes_nothing(amqp_url: str) -> None:
    declare(amqp_url)
    declare(amqp_url)


async def _older_queue(amqp_url: str, name: str) -> None:
    connection = await aio_pika.connect(amqp_url, timeout=10)
    async with connection:
        await (await connection.channel()).declare_queue(name, durable=True)
