"""The scoreboard over 600,000 requests: summed up anew, and read."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import asyncpg
from tests.bench.runner import Limit, Series

from imi_kit.clock import SystemClock
from imi_kit.sql import Database, migrations
from imi_local.fresh import Servers
from imi_statistics.adapters.facts import SqlWork, rebuild
from imi_statistics.bootstrap import MIGRATIONS
from imi_statistics.domain.period import Period

FACTS = 600_000
READS = 20
TODAY = date(2026, 3, 20)
YEAR = Period.of(None, None, TODAY)
ODD_DAYS = Period.of(date(2021, 4, 5), date(2026, 2, 17), TODAY)

# 19 areas, 30 countries, five years; one in fifty never accepted, one in twenty-five never answered.
_FILL = """
insert into request_fact (request_id, sequence, status, area, requesting_country, responding_country,
    responding_authority, deadline_agreed, sent_at, accepted_at, answered_at, timeliness, effort)
select gen_random_uuid(), 5, 'closed', 'area-' || n % 19, 'DE', 'C' || n % 30, gen_random_uuid(),
    (sent + interval '14 days')::date, sent,
    case when n % 50 > 0 then sent + random() * interval '10 days' end,
    case when n % 50 > 1 then sent + random() * interval '30 days' end,
    case when n % 3 > 0 then 'positive' else 'negative' end, 'neutral'
from (select n, timestamptz '2026-03-20' - random() * interval '1825 days' as sent
      from generate_series(1, 600000) n) numbered
"""


async def measure(on: Servers, rounds: int) -> list[Limit]:
    async with _facts(on) as database:
        rebuilt = [await _rebuild(database) for _ in range(rounds)]
        connection = await asyncpg.connect(database.asyncpg_dsn)
        await connection.execute("vacuum analyze", timeout=300)
        await connection.close()
        await _read(database, YEAR)  # warm-up
        year = [await _read(database, YEAR) for _ in range(rounds)]
        odd = [await _read(database, ODD_DAYS) for _ in range(rounds)]
    what = f"{FACTS:,} requests of 19 areas and 30 countries in five years"
    return [
        Limit("Scoreboard summed up anew", Series("rebuild", "ms", rebuilt), at_most=60_000, note=what),
        Limit("Scoreboard of twelve months, all areas", Series("read", "ms", year), at_most=50, note=what),
        Limit("Scoreboard of five years between odd days", Series("read", "ms", odd), note=what),
    ]


@asynccontextmanager
async def _facts(on: Servers) -> AsyncIterator[Database]:
    with on.fresh_database() as url:
        await asyncio.to_thread(migrations.migrate, url, MIGRATIONS)
        database = Database(url)
        connection = await asyncpg.connect(database.asyncpg_dsn)
        await connection.execute(_FILL, timeout=600)
        await connection.execute("analyze", timeout=300)
        await connection.close()
        try:
            yield database
        finally:
            await database.close()


async def _rebuild(database: Database) -> float:
    begun = time.perf_counter()
    async with database.engine.begin() as connection:
        await rebuild(connection)
    return (time.perf_counter() - begun) * 1000


async def _read(database: Database, period: Period) -> float:
    """Median of some reads, in milliseconds."""
    times = []
    for _ in range(READS):
        async with SqlWork(database, source="bench", clock=SystemClock()) as work:
            begun = time.perf_counter()
            await work.figures(period, None)
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)
