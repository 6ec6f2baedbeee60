"""Days of a legal limit, counted as Regulation No 1182/71 says, in the state that must act."""

from datetime import date

import pytest

from imi_contracts.areas import Limit
from imi_contracts.vocabularies.enums import DayCount
from imi_contracts.working_days import is_working_day, last_day, last_day_within

WORKING, CALENDAR = DayCount.WORKING_DAYS, DayCount.CALENDAR_DAYS


def test_the_day_of_the_event_is_not_counted() -> None:
    monday = date(2026, 3, 2)
    assert last_day(monday, 2, WORKING, "DE") == date(2026, 3, 4)


def test_weekends_are_no_working_days() -> None:
    friday = date(2026, 3, 6)
    assert last_day(friday, 2, WORKING, "DE") == date(2026, 3, 10)


def test_public_holidays_are_those_of_the_state_that_must_act() -> None:
    thursday_before_easter = date(2026, 4, 2)
    assert last_day(thursday_before_easter, 2, WORKING, "DE") == date(2026, 4, 8)
    assert last_day(thursday_before_easter, 2, WORKING, "GR") == date(2026, 4, 6)


def test_twenty_five_working_days_over_new_year_are_longer_where_there_are_more_holidays() -> None:
    start = date(2026, 12, 14)
    assert last_day(start, 25, WORKING, "NL") < last_day(start, 25, WORKING, "HR")


def test_calendar_days_that_end_on_a_day_off_end_with_the_next_working_day() -> None:
    assert last_day(date(2026, 3, 2), 30, CALENDAR, "DE") == date(2026, 4, 1)
    assert last_day(date(2026, 3, 5), 30, CALENDAR, "DE") == date(2026, 4, 7)  # 4 April is a Saturday


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("HU", date(2026, 8, 20)),
        ("FR", date(2026, 7, 14)),
        ("NO", date(2026, 5, 17)),
        ("IE", date(2026, 3, 17)),
    ],
)
def test_national_days_are_days_off(country: str, day: date) -> None:
    assert not is_working_day(day, country)


def test_an_unknown_state_has_weekends_only() -> None:
    assert is_working_day(date(2026, 1, 1), "XX")
    assert not is_working_day(date(2026, 1, 3), "XX")


ONE_MONTH = Limit(0, CALENDAR, months=1)


def test_a_month_ends_on_the_same_date_of_the_next() -> None:
    assert last_day_within(ONE_MONTH, date(2026, 3, 10), "DE") == date(2026, 4, 10)
    assert last_day_within(ONE_MONTH, date(2026, 12, 14), "DE") == date(2027, 1, 14)


def test_a_month_from_the_last_day_ends_with_the_shorter_month() -> None:
    assert last_day_within(ONE_MONTH, date(2028, 1, 31), "DE") == date(2028, 2, 29)


def test_a_month_that_ends_on_a_day_off_ends_with_the_next_working_day() -> None:
    assert last_day_within(ONE_MONTH, date(2026, 2, 1), "DE") == date(2026, 3, 2)  # 1 March is a Sunday


def test_a_limit_of_days_is_counted_as_the_law_counts() -> None:
    assert last_day_within(Limit(2, WORKING), date(2026, 3, 6), "DE") == date(2026, 3, 10)
