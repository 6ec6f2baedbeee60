"""How long a mail is tried, and what ends it."""

from datetime import datetime, timedelta
from enum import StrEnum

GIVE_UP_AFTER = timedelta(hours=48)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
_DOUBLINGS = 7


class MailState(StrEnum):
    """`failed` is for operators to see; `dropped` means that nobody is there any more to be written to."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


def next_attempt(attempts: int, created_at: datetime, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None when it is time to give up."""
    wait = min(_FIRST_WAIT * 2 ** min(attempts - 1, _DOUBLINGS), _LONGEST_WAIT)
    return now + wait if now + wait <= created_at + GIVE_UP_AFTER else None
