"""Sixty thousand exchanges: rebuilt and read in a moment (tests/bench measures ten times as many)."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from imi_kit.sql import Database
from imi_statistics.adapters.facts import SqlWork, rebuild
from imi_statistics.domain.period import Period

pytestmark = pytest.mark.integration
FACTS = 60_000
# Generous, for a busy machine: what is tested is that nothing reads all facts again and again.
REBUILD_SECONDS, READ_SECONDS = 20.0, 0.5

_FILL = text("""
insert into request_fact (request_id, sequence, status, area, requesting_country, responding_country,
    responding_authority, deadline_agreed, sent_at, accepted_at, answered_at, timeliness, effort)
select gen_random_uuid(), 5, 'closed', 'area-' || n % 19, 'DE', 'C' || n % 30, gen_random_uuid(),
    (sent + interval '14 days')::date, sent,
    case when n % 50 > 0 then sent + random() * interval '10 days' end,
    case when n % 50 > 1 then sent + random() * interval '30 days' end,
    case when n % 3 > 0 then 'positive' else 'negative' end, 'neutral'
from (select n, timestamptz '2026-03-20' - random() * interval '1825 days' as sent
      from generate_series(1, :facts) n) numbered
""")


async def test_the_scoreboard_of_many_requests(database: Database, work: Callable[[], SqlWork]) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(_FILL, {"facts": FACTS})
        begun = time.perf_counter()
        await rebuild(connection)
        assert time.perf_counter() - begun < REBUILD_SECONDS
    today = date(2026, 3, 20)
    for period in (Period.of(None, None, today), Period.of(date(2021, 4, 5), date(2026, 2, 17), today)):
        for area in (None, "area-3"):
            assert await median_seconds(work, period, area) < READ_SECONDS


async def median_seconds(work: Callable[[], SqlWork], period: Period, area: str | None) -> float:
    times = []
    for _ in range(5):
        async with work() as uow:
            begun = time.perf_counter()
            assert len(await uow.figures(period, area)) == 30
            times.append(time.perf_counter() - begun)
    return sorted(times)[2]
