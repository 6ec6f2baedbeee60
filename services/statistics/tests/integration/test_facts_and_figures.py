"""Facts from steps, figures from facts: whatever the order, however often."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from imi_contracts.events import (
    DeadlineAgreed,
    RequestAccepted,
    RequestClosed,
    RequestReplied,
    RequestSent,
    RequestWithdrawn,
)
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.sql import Database
from imi_kit.testing import FixedClock
from imi_statistics.adapters.facts import SqlWork, rebuild
from imi_statistics.domain.period import Period
from imi_statistics.domain.scoreboard import Figures

pytestmark = pytest.mark.integration
Work = Callable[[], SqlWork]
TODAY = date(2026, 3, 20)


async def figures(
    work: Work, first: str = "2026-01-01", last: str = "2026-12-31", area: str | None = None
) -> dict[str, Figures]:
    period = Period.of(date.fromisoformat(first), date.fromisoformat(last), TODAY)
    async with work() as uow:
        return {line.country: line for line in await uow.figures(period, area)}


async def rows(database: Database, query: str) -> list[Any]:
    async with database.engine.connect() as connection:
        return list(await connection.execute(text(query)))


def story(case: Any) -> list[Any]:
    return [
        case.step(RequestSent, "2026-02-02T09:00", status="awaiting_acceptance"),
        case.step(RequestAccepted, "2026-02-05T09:00"),
        case.step(DeadlineAgreed, "2026-02-06T09:00", deadline_agreed=date(2026, 2, 12)),
        case.step(RequestReplied, "2026-02-12T23:30", status="information_provided"),
        case.step(
            RequestClosed, "2026-02-20T09:00", status="closed", timeliness="positive", effort="negative"
        ),
    ]


async def test_a_case_becomes_one_fact_and_one_line(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any
) -> None:
    await dispatcher.handle(story(case()))
    line = (await figures(work))["HU"]
    assert (line.received, line.accepted_in_week, line.acceptable) == (1, 1, 1)
    assert (line.answered_by_date, line.due, line.answered) == (1, 1, 1)
    assert float(line.answer_seconds) / 86_400 == pytest.approx(10.604166)
    assert (line.timeliness_rated, line.timeliness_negative) == (1, 0)
    assert (line.effort_rated, line.effort_negative) == (1, 1)


@pytest.mark.parametrize("seed", range(8))
async def test_the_order_of_arrival_does_not_matter(
    dispatcher: Dispatcher[SqlWork], work: Work, database: Database, case: Any, seed: int
) -> None:
    steps = story(case())
    random.Random(seed).shuffle(steps)
    for step in steps:
        await dispatcher.handle([step])
    (fact,) = await rows(database, "select status, sequence, deadline_agreed, sent_at from request_fact")
    assert (fact.status, fact.sequence, fact.deadline_agreed) == ("closed", 5, date(2026, 2, 12))
    assert fact.sent_at == datetime.fromisoformat("2026-02-02T09:00+00:00")
    line = (await figures(work))["HU"]
    assert (line.received, line.accepted_in_week, line.answered_by_date, line.effort_negative) == (1, 1, 1, 1)


async def test_a_step_told_again_under_another_id_changes_nothing(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any
) -> None:
    steps = story(case())
    await dispatcher.handle(steps)
    before = await figures(work)
    await dispatcher.handle([step.model_copy(update={"id": uuid4()}) for step in reversed(steps)])
    assert await figures(work) == before


async def test_an_older_step_never_overwrites_the_agreed_date(
    dispatcher: Dispatcher[SqlWork], database: Database, case: Any
) -> None:
    one = case()
    old = one.step(DeadlineAgreed, "2026-02-03T09:00", deadline_agreed=date(2026, 2, 10))
    new = one.step(DeadlineAgreed, "2026-02-04T09:00", deadline_agreed=date(2026, 2, 28))
    await dispatcher.handle([new, old])
    assert await rows(database, "select deadline_agreed from request_fact") == [(date(2026, 2, 28),)]


async def test_a_request_inside_its_week_is_not_counted_until_it_is_accepted(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any, clock: FixedClock
) -> None:
    fresh = case()
    await dispatcher.handle([fresh.step(RequestSent, "2026-03-15T12:00")])
    line = (await figures(work))["HU"]
    assert (line.received, line.accepted_in_week, line.acceptable) == (1, 0, 0)
    clock.advance(timedelta(days=2, seconds=1))
    assert (await figures(work))["HU"].acceptable == 1
    await dispatcher.handle([fresh.step(RequestAccepted, "2026-03-22T12:00")])
    line = (await figures(work))["HU"]
    assert (line.accepted_in_week, line.acceptable) == (1, 1)


@pytest.mark.parametrize(("accepted", "in_week"), [("2026-02-08T12:00:00", 1), ("2026-02-08T12:00:01", 0)])
async def test_the_week_is_seven_times_twenty_four_hours(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any, accepted: str, in_week: int
) -> None:
    one = case()
    await dispatcher.handle([one.step(RequestSent, "2026-02-01T12:00"), one.step(RequestAccepted, accepted)])
    assert (await figures(work))["HU"].accepted_in_week == in_week


async def test_who_owes_an_answer_past_the_agreed_date_is_counted_as_late(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any, clock: FixedClock
) -> None:
    one = case()
    await dispatcher.handle(
        [
            one.step(RequestSent, "2026-03-01T12:00"),
            one.step(RequestAccepted, "2026-03-02T12:00", deadline_agreed=date(2026, 3, 20)),
        ]
    )
    assert (await figures(work))["HU"].due == 0
    clock.advance(timedelta(days=1))
    line = (await figures(work))["HU"]
    assert (line.answered_by_date, line.due) == (0, 1)


async def test_a_request_withdrawn_within_its_week_is_held_against_nobody(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any
) -> None:
    one = case()
    await dispatcher.handle(
        [one.step(RequestSent, "2026-02-01T12:00"), one.step(RequestWithdrawn, "2026-02-03T12:00")]
    )
    line = (await figures(work))["HU"]
    assert (line.received, line.acceptable, line.due) == (1, 0, 0)


async def test_areas_are_told_apart_and_countries_that_received_nothing_left_out(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any
) -> None:
    for country, area in (("HU", "services"), ("HU", "services"), ("FR", "services"), ("HU", "posting")):
        await dispatcher.handle([case(country=country, area=area).step(RequestSent, "2026-02-01T12:00")])
    assert {c: line.received for c, line in (await figures(work)).items()} == {"HU": 3, "FR": 1}
    assert {c: line.received for c, line in (await figures(work, area="posting")).items()} == {"HU": 1}
    assert await figures(work, area="nothing") == {}


async def test_only_what_was_sent_in_the_period_counts_days_at_the_edges_included(
    dispatcher: Dispatcher[SqlWork], work: Work, case: Any
) -> None:
    for at in ("2025-12-31T23:59:59", "2026-01-15T00:00", "2026-02-10T00:00", "2026-03-10T23:59:59"):
        await dispatcher.handle([case().step(RequestSent, at)])
    for first, last, received in (
        ("2026-01-15", "2026-03-10", 3),
        ("2026-01-16", "2026-03-09", 1),
        ("2026-01-01", "2026-02-28", 2),
        ("2025-12-31", "2026-03-31", 4),
        ("2026-02-10", "2026-02-10", 1),
    ):
        assert (await figures(work, first, last))["HU"].received == received


async def test_every_country_whose_figures_changed_is_announced_once_in_the_same_transaction(
    dispatcher: Dispatcher[SqlWork], database: Database, case: Any
) -> None:
    await dispatcher.handle([*story(case()), *story(case()), *story(case(country="FR"))])
    bodies = await rows(
        database, "select convert_from(body, 'utf8')::json->>'subject' from outbox order by 1"
    )
    assert bodies == [("FR",), ("HU",)]


async def test_a_step_that_changes_no_figure_announces_nothing(
    dispatcher: Dispatcher[SqlWork], database: Database, case: Any
) -> None:
    one = case()
    await dispatcher.handle([one.step(RequestAccepted, "2026-02-03T12:00")])
    assert await rows(database, "select 1 from outbox") == []


async def test_a_rebuild_from_the_facts_gives_the_same_figures(
    dispatcher: Dispatcher[SqlWork], work: Work, database: Database, case: Any
) -> None:
    for number in range(20):
        await dispatcher.handle(story(case(country=["HU", "FR", "DE"][number % 3])))
    before = await figures(work)
    async with database.engine.begin() as connection:
        await connection.execute(text("update monthly_figures set received = 0"))
        await rebuild(connection)
    assert await figures(work) == before
