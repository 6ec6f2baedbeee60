"""What a state's system may not do at the broker, tried one by one with its own account."""

import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError
from aiormq.exceptions import ChannelAccessRefused

from imi_contracts.topology import QUEUES
from imi_local.provision.accounts import SERVICES
from imi_local.running import RunningStack
from imi_local.servers.state import RunState

pytestmark = pytest.mark.integration
OWN, READER = "ms.hu.out", "ms-hu"
FOREIGN = [
    queue.name
    for queue in QUEUES
    if queue.owner not in {READER, "ms-at", "ms-be"} and "ms." not in queue.name
]
FOREIGN += ["ms.de.out"]


@pytest.fixture
async def channel(stack: RunningStack) -> AsyncIterator[AbstractChannel]:
    connection = await aio_pika.connect(stack.amqp_url("HU"), timeout=10)
    yield await connection.channel(publisher_confirms=True, on_return_raises=True)
    await connection.close()


async def ignore(_: AbstractIncomingMessage) -> None:
    """Nothing should come."""


async def consume(channel: AbstractChannel, queue: str) -> None:
    await (await channel.get_queue(queue, ensure=False)).consume(ignore)


async def purge(channel: AbstractChannel, queue: str) -> None:
    await (await channel.get_queue(queue, ensure=False)).purge()


async def delete(channel: AbstractChannel, queue: str) -> None:
    await (await channel.get_queue(queue, ensure=False)).delete(if_unused=False, if_empty=False)


async def publish_directly(channel: AbstractChannel, queue: str) -> None:
    await channel.default_exchange.publish(aio_pika.Message(b"{}"), queue, timeout=10)


async def bind(channel: AbstractChannel, queue: str) -> None:
    await (await channel.get_queue(queue, ensure=False)).bind("interchange", "ms.#")


TRICKS: list[Callable[[AbstractChannel, str], Awaitable[None]]] = [
    consume,
    purge,
    delete,
    publish_directly,
    bind,
]


@pytest.mark.parametrize("queue", FOREIGN)
@pytest.mark.parametrize("trick", TRICKS)
async def test_another_queue_is_out_of_reach(
    channel: AbstractChannel, trick: Callable[[AbstractChannel, str], Awaitable[None]], queue: str
) -> None:
    with pytest.raises(ChannelAccessRefused):
        await trick(channel, queue)


@pytest.mark.parametrize("trick", [delete, publish_directly, bind])
async def test_the_own_queue_may_only_be_read(
    channel: AbstractChannel, trick: Callable[[AbstractChannel, str], Awaitable[None]]
) -> None:
    with pytest.raises(ChannelAccessRefused):
        await trick(channel, OWN)


@pytest.mark.parametrize("name", ["", "spy", "amq.gen-spy"])
async def test_no_queue_can_be_made(channel: AbstractChannel, name: str) -> None:
    with pytest.raises(AMQPError):
        await channel.declare_queue(name or None, exclusive=True)


async def test_exchanges_cannot_be_tied_together(channel: AbstractChannel) -> None:
    with pytest.raises(ChannelAccessRefused):
        await (await channel.get_exchange("interchange", ensure=False)).bind("imi.events", "#")


def test_the_management_of_the_broker_knows_no_state(stack: RunningStack, state: RunState) -> None:
    account = urlsplit(stack.amqp_url("HU")).netloc.partition("@")[0]
    address = f"http://127.0.0.1:{state.last_port('rabbitmq.management')}/api/queues/imi"
    header = {"authorization": f"Basic {b64encode(account.encode()).decode()}"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(address, headers=header), timeout=10)
    assert refused.value.code == 401


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"requests", "translation"}))
async def test_who_gives_no_commands_cannot_send_any(
    stack: RunningStack, state: RunState, service: str
) -> None:
    host = stack.amqp_url("HU").partition("@")[2]
    password = state.secret(f"broker.{service}")
    async with await aio_pika.connect(f"amqp://{service}:{password}@{host}", timeout=10) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange("imi.commands", ensure=False)
        with pytest.raises(ChannelAccessRefused):
            await exchange.publish(aio_pika.Message(b"{}"), "requests.replies", timeout=10)
