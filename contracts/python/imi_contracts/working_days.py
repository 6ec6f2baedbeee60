"""Counts the days of a legal limit: Regulation (EEC, Euratom) No 1182/71, Articles 2 and 3.

Public holidays are those of the whole state; where a region has more, its authorities agree another date.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import holidays

from imi_contracts.areas.model import Limit
from imi_contracts.vocabularies.enums import DayCount

SATURDAY = 5


@lru_cache(maxsize=64)
def _public_holidays(country: str) -> holidays.HolidayBase:
    """The state's calendar, which fills itself year by year; an unknown state has weekends only."""
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return holidays.HolidayBase()


def is_working_day(day: date, country: str) -> bool:
    """All days are working days but public holidays, Sundays and Saturdays (Article 2(2))."""
    return day.weekday() < SATURDAY and day not in _public_holidays(country)


def last_day(start: date, days: int, count: DayCount, country: str) -> date:
    """The last day of a period of `days` after an event on `start`, in the state (ISO 3166-1) that must act.

    The day of the event is not counted (Article 3(1)); a period that would end on a day off ends with the next
    working day (Article 3(4)).
    """
    day = start
    if count is DayCount.CALENDAR_DAYS:
        day += timedelta(days=days)
    else:
        for _ in range(days):
            day = next_working_day(day, country)
    return _not_a_day_off(day, country)


def last_day_within(limit: Limit, start: date, country: str) -> date:
    """The last day of a limit of the law; a month ends on the same date of the next (Article 3(2)(c))."""
    if not limit.months:
        return last_day(start, limit.days, limit.count, country)
    months = start.year * 12 + start.month - 1 + limit.months
    year, month = divmod(months, 12)
    day = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return _not_a_day_off(day, country)


def _not_a_day_off(day: date, country: str) -> date:
    return day if is_working_day(day, country) else next_working_day(day, country)


def next_working_day(day: date, country: str) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day
