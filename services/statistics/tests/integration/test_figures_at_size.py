"""Six hundred thousand exchanges, five times the year 2022: the sums are rebuilt and read quickly."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from imi_kit.sql import Database
from imi_statistics.adapters.facts import SqlWork, rebuild
from imi_statistics.domain.period import Period

pytestmark = pytest.mark.integration
FACTS = 600_000
REBUILD_SECONDS = 60
# The target is 50 ms (measured in docs/benchmarks.md); a test on a busy machine allows more.
READ_SECONDS = 0.5

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


async def test_the_scoreboard_of_600000_requests(database: Database, work: Callable[[], SqlWork]) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(_FILL, {"facts": FACTS})
        begun = time.perf_counter()
        await rebuild(connection)
        rebuilt = time.perf_counter() - begun
    async with database.engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text("vacuum analyze"))
    today = date(2026, 3, 20)
    periods = {
        "twelve months": Period.of(None, None, today),
        "odd days of five years": Period.of(date(2021, 4, 5), date(2026, 2, 17), today),
    }
    print(f"\nrebuild {rebuilt:.2f} s")  # noqa: T201
    for name, period in periods.items():
        for area in (None, "area-3"):
            times = []
            for _ in range(8):
                async with work() as uow:
                    begun = time.perf_counter()
                    lines = await uow.figures(period, area)
                    times.append(time.perf_counter() - begun)
            assert len(lines) == 30
            print(f"{name}, {area or 'all areas'}: median {sorted(times)[4] * 1000:.1f} ms")  # noqa: T201
            assert sorted(times)[4] < READ_SECONDS
    assert rebuilt < REBUILD_SECONDS
