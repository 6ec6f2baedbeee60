"""Our consumer (inbox, contract, trace, effect in one transaction) against raw aio-pika on the same queue."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from aio_pika.abc import AbstractIncomingMessage
from tests.bench.places import QUEUE, Vhost, fresh_database, fresh_vhost
from tests.bench.relay import message
from tests.bench.runner import Comparison, Series, interleaved

from imi_contracts.envelope import Envelope
from imi_contracts.events import ScoreboardChanged
from imi_kit.bus.broker import ConfirmingPublisher, connected
from imi_kit.bus.consumer import Consumer
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.bus.reader import PREFETCH
from imi_kit.clock import SystemClock
from imi_kit.sql import SqlUnitOfWork
from imi_local.fresh import Servers

MESSAGES = 3_000


class Counted:
    """Sets `all` when the last message was handled."""

    def __init__(self) -> None:
        self.left, self.all = MESSAGES, asyncio.Event()

    def one(self) -> None:
        self.left -= 1
        if not self.left:
            self.all.set()


async def _ours(vhost: Vhost, work: Callable[[], SqlUnitOfWork]) -> float:
    counted, stop = Counted(), asyncio.Event()

    async def handle(_: ScoreboardChanged, __: Envelope, ___: SqlUnitOfWork) -> None:
        counted.one()

    consumer = Consumer(vhost.url, QUEUE, Dispatcher(work, {ScoreboardChanged: handle}))
    return await _timed(vhost, counted, lambda: consumer.run(stop), stop)


async def _raw(vhost: Vhost) -> float:
    counted, stop = Counted(), asyncio.Event()

    async def handle(incoming: AbstractIncomingMessage) -> None:
        await incoming.ack()
        counted.one()

    async def run() -> None:
        async with connected(vhost.url, "raw") as connection:
            channel = await connection.channel()
            await channel.set_qos(prefetch_count=PREFETCH)
            await (await channel.get_queue(QUEUE)).consume(handle)
            await stop.wait()

    return await _timed(vhost, counted, run, stop)


async def _timed(
    vhost: Vhost, counted: Counted, run: Callable[[], Awaitable[None]], stop: asyncio.Event
) -> float:
    publisher = await ConfirmingPublisher.open(vhost.connection)
    for first in range(0, MESSAGES, 200):
        await publisher.publish_all([message(first + place) for place in range(200)])
    begun = time.perf_counter()
    task = asyncio.ensure_future(run())
    await asyncio.wait_for(counted.all.wait(), 120)
    rate = MESSAGES / (time.perf_counter() - begun)
    stop.set()
    await task
    return rate


async def measure(on: Servers, rounds: int) -> list[Comparison]:
    async with fresh_database(on, 4) as database, fresh_vhost(on) as vhost:

        def work() -> SqlUnitOfWork:
            return SqlUnitOfWork(database, source="bench", clock=SystemClock())

        ours, baseline = await interleaved(lambda: _ours(vhost, work), lambda: _raw(vhost), rounds)
    return [
        Comparison(
            "Consumer with inbox, contract and trace against raw aio-pika",
            Series("our consumer", "msg/s", ours),
            Series("raw aio-pika", "msg/s", baseline),
            at_least=0.6,
            note=f"{MESSAGES} messages a round, prefetch {PREFETCH}, the same quorum queue; connecting included",
        )
    ]
