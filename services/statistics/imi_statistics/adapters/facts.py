"""Facts and monthly figures. Steps may come in any order and any number of times; the result is the same.

Each step brings its own date. Status and agreed date are those of the highest sequence seen.
"""

from dataclasses import asdict, fields
from typing import Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from imi_kit.sql import SqlUnitOfWork
from imi_statistics.domain.fact import Fact
from imi_statistics.domain.period import Period
from imi_statistics.domain.scoreboard import Figures

_FIELDS = [field.name for field in fields(Figures)]
_SUMS = (
    "received, accepted, accepted_in_week, answered, answer_seconds, answered_dated, answered_by_date,"
    " timeliness_rated, timeliness_negative, effort_rated, effort_negative"
)
_SUM_OF = ", ".join(f"coalesce(sum({name}), 0) as {name}" for name in _SUMS.split(", "))

_RECORD = text("""
insert into request_fact as f (request_id, sequence, status, area, requesting_country, responding_country,
    responding_authority, deadline_agreed, sent_at, accepted_at, answered_at, closed_at, withdrawn_at,
    timeliness, effort)
values (:request_id, :sequence, :status, :area, :requesting_country, :responding_country,
    :responding_authority, :deadline_agreed, :sent_at, :accepted_at, :answered_at, :closed_at, :withdrawn_at,
    :timeliness, :effort)
on conflict (request_id) do update set
    status = case when excluded.sequence >= f.sequence then excluded.status else f.status end,
    deadline_agreed = case when excluded.sequence >= f.sequence
        then excluded.deadline_agreed else f.deadline_agreed end,
    sequence = greatest(f.sequence, excluded.sequence),
    sent_at = least(f.sent_at, excluded.sent_at),
    accepted_at = least(f.accepted_at, excluded.accepted_at),
    answered_at = greatest(f.answered_at, excluded.answered_at),
    closed_at = least(f.closed_at, excluded.closed_at),
    withdrawn_at = least(f.withdrawn_at, excluded.withdrawn_at),
    timeliness = coalesce(excluded.timeliness, f.timeliness),
    effort = coalesce(excluded.effort, f.effort)
returning month
""")

# Taking the cell's row first makes parallel consumers queue up, so that the later one sums up both facts.
_TAKE_CELL = text("""
insert into monthly_figures as m (month, area, country) values (:month, :area, :country)
on conflict (month, area, country) do update set received = m.received
""")

_SUM_UP = text(f"""
update monthly_figures m set ({_SUMS}) = ({", ".join(f"s.{name}" for name in _SUMS.split(", "))})
from (select {_SUM_OF} from contribution where month = :month and area = :area and country = :country) s
where m.month = :month and m.area = :area and m.country = :country
  and ({", ".join(f"m.{name}" for name in _SUMS.split(", "))})
      is distinct from ({", ".join(f"s.{name}" for name in _SUMS.split(", "))})
""")  # noqa: S608  (nothing in it comes from outside)

_FIGURES = text(f"""
with counted as (
    select country, {_SUM_OF} from (
        select country, {_SUMS} from monthly_figures
        where month >= :months_from and month < :months_until and (cast(:area as text) is null or area = :area)
        union all
        select country, {_SUMS} from contribution
        where sent_on between :first and :last and not (sent_on >= :months_from and sent_on < :months_until)
            and (cast(:area as text) is null or area = :area)
    ) parts group by country
), waiting as (
    select responding_country as country, count(*) as late from request_fact
    where accepted_at is null and sent_on between :first and :last and (cast(:area as text) is null or area = :area)
        and coalesce(withdrawn_at, :now) > sent_at + interval '7 days'
    group by responding_country
), owing as (
    select responding_country as country, count(*) as late from request_fact
    where answered_at is null and deadline_agreed is not null
        and sent_on between :first and :last and (cast(:area as text) is null or area = :area)
        and (coalesce(withdrawn_at, :now) at time zone 'UTC')::date > deadline_agreed
    group by responding_country
)
select counted.*, accepted + coalesce(waiting.late, 0) as acceptable,
    answered_dated + coalesce(owing.late, 0) as due
from counted left join waiting using (country) left join owing using (country)
where received > 0 order by country
""")  # noqa: S608

# A plan made for any period at all would read far more than the period asked for.
_PLAN_FOR_THE_PERIOD = text("set local plan_cache_mode = force_custom_plan")
_EMPTY = text("truncate monthly_figures")
_FILL = text(f"""
insert into monthly_figures (month, area, country, {_SUMS})
select month, area, country, {_SUM_OF} from contribution group by month, area, country
""")  # noqa: S608


class SqlWork(SqlUnitOfWork):
    """The statistics' transaction."""

    announced: set[str]

    async def __aenter__(self) -> Self:
        self.announced = set()
        return await super().__aenter__()

    async def record(self, fact: Fact) -> bool:
        connection = await self.session.connection()
        month = (await connection.execute(_RECORD, asdict(fact))).scalar_one()
        if month is None:
            return False  # the step came before the request itself was heard of
        cell = {"month": month, "area": fact.area, "country": fact.responding_country}
        await connection.execute(_TAKE_CELL, cell)
        return bool((await connection.execute(_SUM_UP, cell)).rowcount)

    async def figures(self, period: Period, area: str | None) -> list[Figures]:
        connection = await self.session.connection()
        asked = asdict(period) | {"area": area, "now": self.clock.now()}
        await connection.execute(_PLAN_FOR_THE_PERIOD)
        rows = (await connection.execute(_FIGURES, asked)).mappings()
        return [Figures(**{name: row[name] for name in _FIELDS}) for row in rows]


async def rebuild(connection: AsyncConnection) -> None:
    """Sum up all months anew from the facts."""
    await connection.execute(_EMPTY)
    await connection.execute(_FILL)
