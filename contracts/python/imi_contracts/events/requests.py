"""The steps of an information request (domain: the four-step workflow and its side steps)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from imi_contracts.codes import AreaCode, CountryCode, LanguageCode
from imi_contracts.messages import Event, event

Side = Literal["requesting", "responding"]
RequestStatus = Literal[
    "draft", "awaiting_acceptance", "accepted", "information_provided", "closed", "withdrawn"
]
Rating = Literal["positive", "neutral", "negative"]


class RequestStep(Event):
    """What every step says: the case, its two authorities, the status reached, and the dates that count."""

    request_id: UUID
    number: str
    area: AreaCode
    requesting_authority: UUID
    requesting_country: CountryCode
    responding_authority: UUID
    responding_country: CountryCode
    status: RequestStatus
    side: Side
    happened_at: datetime
    deadline_proposed: date | None = None
    deadline_agreed: date | None = None


@event
class RequestSent(RequestStep):
    type = "requests.request.sent.v1"


@event
class RequestAccepted(RequestStep):
    type = "requests.request.accepted.v1"


@event
class DeadlineProposed(RequestStep):
    type = "requests.deadline.proposed.v1"


@event
class DeadlineAgreed(RequestStep):
    type = "requests.deadline.agreed.v1"


@event
class RequestReplied(RequestStep):
    type = "requests.request.replied.v1"


@event
class RequestClosed(RequestStep):
    """Closed by the requester, who rates the answer (two questions, three values)."""

    type = "requests.request.closed.v1"
    timeliness: Rating | None = None
    effort: Rating | None = None


@event
class RequestWithdrawn(RequestStep):
    type = "requests.request.withdrawn.v1"


@event
class TextTranslated(Event):
    """A free text of a request got its translation (or the certainty that there is none)."""

    type = "requests.text.translated.v1"
    request_id: UUID
    requesting_country: CountryCode
    responding_country: CountryCode
    requesting_authority: UUID
    responding_authority: UUID
    language: LanguageCode
    available: bool
