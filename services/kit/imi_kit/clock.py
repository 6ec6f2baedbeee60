"""The real clock and time-ordered identifiers."""

from datetime import UTC, date, datetime
from uuid import UUID

import uuid6


class SystemClock:
    """Time of this machine in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().date()


def new_id() -> UUID:
    """A UUID version 7: unique, and ordered by time (RFC 9562)."""
    return UUID(bytes=uuid6.uuid7().bytes)
