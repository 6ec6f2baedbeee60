"""Declare the whole topology, idempotently: `python -m imi_kit.bus.declare AMQP_URL` with an administrator's URL."""

import asyncio
import sys
from collections.abc import Sequence

from aio_pika.abc import AbstractConnection

from imi_contracts.topology import EXCHANGES, QUEUES, Queue
from imi_kit.bus.broker import connected


async def declare_topology(connection: AbstractConnection, queues: Sequence[Queue] = QUEUES) -> None:
    """Exchanges, quorum queues and bindings of imi_contracts.topology; a differing declaration raises."""
    async with connection.channel() as channel:
        for exchange in EXCHANGES:
            await channel.declare_exchange(exchange.name, exchange.kind, durable=True)
        for queue in queues:
            declared = await channel.declare_queue(
                queue.name,
                durable=True,
                arguments=queue.declared_arguments,  # type: ignore[arg-type]
            )
            for exchange_name, routing_key in queue.bindings:
                await declared.bind(exchange_name, routing_key)


async def declare_at(amqp_url: str) -> None:
    async with connected(amqp_url, "imi-declare") as connection:
        await declare_topology(connection)


if __name__ == "__main__":
    asyncio.run(declare_at(sys.argv[1]))
