"""The date by which the reply is due: proposed by one side, agreed by the other, every proposal kept.

Source: the replier agrees or proposes another date; either side may come back to it later (dossier, 3.5).
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Side


@dataclass
class Proposal:
    """A date one side put forward; `agreed_at` once the other side said yes."""

    day: date
    by: Side
    at: datetime
    agreed_at: datetime | None = None


@dataclass
class Deadline:
    """All proposals of a request, oldest first."""

    proposals: list[Proposal] = field(default_factory=list)

    @property
    def proposed(self) -> Proposal | None:
        """The latest proposal, agreed or not."""
        return self.proposals[-1] if self.proposals else None

    @property
    def open(self) -> Proposal | None:
        """The proposal that waits for the other side."""
        latest = self.proposed
        return latest if latest and latest.agreed_at is None else None

    @property
    def agreed(self) -> date | None:
        """The date that counts for statistics: the one agreed last."""
        return next((p.day for p in reversed(self.proposals) if p.agreed_at), None)

    def propose(self, day: date, by: Side, at: datetime) -> None:
        """Put a date forward; raises Refused for a past date or the one that lies on the table already."""
        require_future(day, at.date())
        if self.proposed and self.proposed.day == day:
            raise Refused("deadline.unchanged", pointer="/deadline", deadline=day.isoformat())
        self.proposals.append(Proposal(day, by, at))

    def agree(self, at: datetime) -> date:
        """The other side says yes to the open proposal; a date that has passed must be replaced instead."""
        if self.open is None:
            raise Refused("deadline.nothing_to_agree")
        require_future(self.open.day, at.date())
        self.open.agreed_at = at
        return self.proposals[-1].day

    def answer(self, counter: date | None, by: Side, at: datetime) -> None:
        """Acceptance: agree to the open proposal, or counter it with another date."""
        if counter is None or (self.open is not None and self.open.day == counter):
            self.agree(at)
        else:
            self.propose(counter, by, at)


def require_future(day: date, today: date) -> None:
    """A deadline is today or later."""
    if day < today:
        raise Refused("deadline.in_past", pointer="/deadline", deadline=day.isoformat())
