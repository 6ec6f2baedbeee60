"""How late a reply may be due: the limit that the law sets for a kind of request."""

from datetime import date

from imi_contracts.areas import Area
from imi_contracts.errors import Refused
from imi_contracts.working_days import last_day_within
from imi_requests.domain.request import Request


def latest_deadline(request: Request, area: Area, today: date) -> date | None:
    """The last day the law allows, counted in the responding state from the day of sending; None: no limit."""
    kind = area.kind(request.kind)
    if kind is None or kind.limit is None:
        return None
    start = request.sent_at.date() if request.sent_at else today
    return last_day_within(kind.limit, start, request.responding_country)


def require_within_limit(day: date, request: Request, area: Area, today: date) -> None:
    """Raises Refused for a date beyond the limit; once the limit has passed, any date is better than none."""
    latest = latest_deadline(request, area, today)
    if latest is not None and today <= latest < day:
        raise Refused("deadline.beyond_limit", pointer="/deadline", deadline=latest.isoformat())
