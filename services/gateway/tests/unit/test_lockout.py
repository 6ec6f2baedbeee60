"""How often one may try."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from imi_gateway.domain.lockout import LOCK, LoginRecord, pseudo_series

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def failed(
    times: int, *, every: timedelta = MINUTE, record: LoginRecord | None = None, start: datetime = NINE
) -> LoginRecord:
    record = record or LoginRecord()
    for number in range(times):
        record = record.failed(start + number * every)
    return record


def test_four_wrong_attempts_do_not_lock_the_fifth_does_for_a_quarter_of_an_hour() -> None:
    assert not failed(4).is_locked(NINE + 4 * MINUTE)
    locked, at = failed(5), NINE + 4 * MINUTE
    assert locked.is_locked(at)
    assert locked.is_locked(at + LOCK - timedelta(seconds=1))
    assert not locked.is_locked(at + LOCK)


def test_five_wrong_attempts_spread_over_more_than_a_quarter_of_an_hour_do_not_lock() -> None:
    assert not failed(5, every=timedelta(minutes=4)).is_locked(NINE + timedelta(minutes=16))


def test_what_is_tried_while_locked_does_not_count() -> None:
    locked = failed(5)
    assert locked.failed(NINE + 6 * MINUTE) == locked


def test_ten_wrong_attempts_lock_until_the_administrator_resets() -> None:
    later = NINE + timedelta(hours=1)
    record = failed(5, record=failed(5), start=later)
    assert record.needs_reset
    assert record.is_locked(later + timedelta(days=300))


def test_after_a_lock_four_more_wrong_attempts_are_allowed_before_the_next() -> None:
    later = NINE + 4 * MINUTE + LOCK
    assert not failed(4, record=failed(5), start=later).is_locked(later + 4 * MINUTE)


def test_a_right_attempt_forgets_the_wrong_ones_and_begins_a_new_series() -> None:
    assert failed(4, record=LoginRecord(series=7)).succeeded() == LoginRecord(series=8)


@given(some.lists(some.integers(min_value=1, max_value=10_000), min_size=10, max_size=60))
def test_nobody_is_judged_more_than_ten_times_without_being_right(seconds_between: Any) -> None:
    record, now, judged = LoginRecord(), NINE, 0
    for gap in seconds_between:
        now += timedelta(seconds=gap)
        judged += not record.is_locked(now)
        record = record.failed(now)
    assert judged <= 10


@pytest.mark.parametrize("name_key", [bytes(32), bytes(range(32)), b"\xff" * 32])
def test_the_series_of_nobodys_name_stays_for_hours_and_changes_within_days(name_key: Any) -> None:
    over_days = {pseudo_series(name_key, NINE + timedelta(hours=h)) for h in range(24 * 8)}
    assert 3 <= len(over_days) <= 24 * 8 / 7 + 2
