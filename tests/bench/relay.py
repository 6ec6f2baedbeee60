"""The relay's rate at emptying the outbox against the rate at which commands fill it, all at full speed."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bench.places import QUEUE, Vhost, fresh_database, fresh_vhost
from tests.bench.runner import Comparison, Limit, Series, interleaved

from imi_contracts.events import ScoreboardChanged
from imi_kit.bus.broker import ConfirmingPublisher
from imi_kit.bus.message import OutgoingMessage, event_message
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.sql import Database, SqlUnitOfWork
from imi_kit.sql.outbox import SqlOutbox
from imi_local.fresh import Servers

WORKERS = 8
MESSAGES = 2_000
LEAST_RATE = 1_000


async def measure(on: Servers, rounds: int) -> list[Comparison | Limit]:
    async with (
        fresh_database(on, WORKERS) as database,
        fresh_vhost(on) as vhost,
        _relay(database, vhost) as relay,
    ):

        async def empty() -> float:
            publisher = await ConfirmingPublisher.open(vhost.connection)
            begun = time.perf_counter()
            taken = 0
            while taken < MESSAGES:
                taken += await relay.publish_batch(publisher)
            rate = MESSAGES / (time.perf_counter() - begun)
            await purge(vhost)
            return rate

        async def fill() -> float:
            return await _fill(database)

        await fill()  # so that there is something to empty in the first round
        emptied, filled = await interleaved(empty, fill, rounds)
    ours = Series("relay empties", "msg/s", emptied)
    note = f"{MESSAGES} messages a round; {WORKERS} workers fill, one transaction per message"
    return [
        Comparison(
            "Relay rate against outbox insert rate",
            ours,
            Series("commands fill", "msg/s", filled),
            at_least=1.0,
            note=note,
        ),
        Limit(
            "Relay rate", ours, at_least=LEAST_RATE, note="published with confirms to a quorum queue, deleted"
        ),
    ]


@asynccontextmanager
async def _relay(database: Database, vhost: Vhost) -> AsyncIterator[Relay]:
    outbox = SqlOutbox(database.asyncpg_dsn)
    yield Relay(outbox, vhost.url, "bench")
    await outbox.close()


def message(sequence: int) -> OutgoingMessage:
    fact = ScoreboardChanged(country="HU")
    return event_message(fact, source="bench", subject="HU", sequence=sequence, clock=SystemClock())


async def _fill(database: Database) -> float:
    async def worker() -> None:
        for sequence in range(MESSAGES // WORKERS):
            async with SqlUnitOfWork(database, source="bench", clock=SystemClock()) as uow:
                uow.deliver(message(sequence))

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(WORKERS)))
    return MESSAGES / (time.perf_counter() - begun)


async def purge(vhost: Vhost) -> None:
    channel = await vhost.connection.channel()
    await (await channel.get_queue(QUEUE)).purge()
    await channel.close()
