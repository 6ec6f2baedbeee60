"""The period of a scoreboard: requests sent from the first to the last day, both included, days in UTC."""

from dataclasses import dataclass
from datetime import date, timedelta

from imi_contracts.errors import Refused

MONTHS = 12


@dataclass(frozen=True)
class Period:
    """`months` lie wholly inside (a month that is not over counts as whole when its end is in the future)."""

    first: date
    last: date
    months_from: date
    months_until: date

    @classmethod
    def of(cls, first: date | None, last: date | None, today: date) -> "Period":
        """The last twelve months when nothing is asked; raises Refused("scoreboard.period_reversed")."""
        last = last or today
        first = first or _month(last, 1 - MONTHS)
        if first > last:
            raise Refused("scoreboard.period_reversed", pointer="/from")
        months_from = first if first.day == 1 else _month(first, 1)
        ends_whole = last >= today or (last + timedelta(days=1)).day == 1
        months_until = _month(last, 1 if ends_whole else 0)
        return cls(first, last, months_from, max(months_from, months_until))


def _month(day: date, offset: int) -> date:
    """The first day of the month `offset` months later."""
    months = day.year * 12 + day.month - 1 + offset
    return date(months // 12, months % 12 + 1, 1)
