"""A command (change, audit entry, event in the outbox, one transaction) against the bare insert of the change."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from sqlalchemy import text
from tests.bench.places import fresh_database
from tests.bench.runner import Comparison, Series, interleaved

from imi_contracts.events import ScoreboardChanged
from imi_kit.clock import SystemClock, new_id
from imi_kit.sql import Database, SqlUnitOfWork
from imi_local.fresh import Servers

WORKERS = 8
TRANSACTIONS = 1_600
INSERT = text("insert into thing (id, name) values (:id, 'x')")
AUDIT = text("insert into audit (thing_id, step, actor) values (:id, 'sent', 'u-1')")


async def _rate(transaction: Callable[[], Awaitable[None]]) -> float:
    async def worker() -> None:
        for _ in range(TRANSACTIONS // WORKERS):
            await transaction()

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(WORKERS)))
    return TRANSACTIONS / (time.perf_counter() - begun)


async def measure(on: Servers, rounds: int) -> list[Comparison]:
    async with fresh_database(on, WORKERS) as database:
        clock = SystemClock()

        async def command() -> None:
            async with SqlUnitOfWork(database, source="bench", clock=clock) as uow:
                connection, thing = await uow.session.connection(), new_id()
                await connection.execute(INSERT, {"id": thing})
                await connection.execute(AUDIT, {"id": thing})
                uow.publish(ScoreboardChanged(country="HU"), subject=thing, sequence=1)

        async def bare() -> None:
            async with database.sessions() as session:
                await (await session.connection()).execute(INSERT, {"id": new_id()})
                await session.commit()

        ours, baseline = await interleaved(
            lambda: _fresh(database, command), lambda: _fresh(database, bare), rounds
        )
    return [
        Comparison(
            "Command with outbox and audit against bare insert",
            Series("command", "tx/s", ours),
            Series("bare insert", "tx/s", baseline),
            at_least=0.8,
            note=f"{WORKERS} workers, {TRANSACTIONS} transactions a round, same engine, same library, fsync on",
        )
    ]


async def _fresh(database: Database, transaction: Callable[[], Awaitable[None]]) -> float:
    async with database.engine.begin() as connection:
        await connection.execute(text("truncate thing, audit, outbox"))
    return await _rate(transaction)
