"""Periods: whole months come from the sums, the days at the edges from the facts."""

from datetime import date

import pytest

from imi_contracts.errors import Refused
from imi_statistics.domain.period import Period

TODAY = date(2026, 3, 20)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "months_from", "months_until"),
    [
        ("2025-01-01", "2025-12-31", "2025-01-01", "2026-01-01"),
        ("2025-01-02", "2025-12-30", "2025-02-01", "2025-12-01"),
        ("2025-12-15", "2026-03-20", "2026-01-01", "2026-04-01"),
        ("2026-03-05", "2026-03-10", "2026-04-01", "2026-04-01"),
        ("2026-03-01", "2030-01-15", "2026-03-01", "2030-02-01"),
    ],
)
def test_the_months_wholly_inside(first: str, last: str, months_from: str, months_until: str) -> None:
    period = Period.of(day(first), day(last), TODAY)
    assert (period.months_from, period.months_until) == (day(months_from), day(months_until))


def test_without_a_wish_it_is_the_last_twelve_months() -> None:
    period = Period.of(None, None, TODAY)
    assert (period.first, period.last) == (day("2025-04-01"), TODAY)
    assert (period.months_from, period.months_until) == (day("2025-04-01"), day("2026-04-01"))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match=r"scoreboard\.period_reversed"):
        Period.of(day("2026-02-02"), day("2026-02-01"), TODAY)
