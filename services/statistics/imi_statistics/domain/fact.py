"""What one step of a request says; the steps of a request merge into its one fact."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Fact:
    """Only the date of the step itself is filled in; `sequence` is the request's version after the step."""

    request_id: UUID
    sequence: int
    status: str
    area: str
    requesting_country: str
    responding_country: str
    responding_authority: UUID
    deadline_agreed: date | None = None
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    timeliness: str | None = None
    effort: str | None = None
