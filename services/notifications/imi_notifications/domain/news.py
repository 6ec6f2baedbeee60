"""A step on a request is news for the people on the other side; each of them gets a notice of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid5

from imi_contracts.events import RequestStep


@dataclass(frozen=True)
class News:
    """What happened (`kind`, e.g. `request.sent`), who did it, and whom it is to be told.

    Nothing about the person or company of the case: the event does not know them (design, section 3).
    """

    id: UUID
    kind: str
    request_id: UUID
    number: str
    area: str
    actor: UUID
    actor_country: str
    told: UUID
    at: datetime
    deadline_proposed: date | None = None
    deadline_agreed: date | None = None

    @classmethod
    def of(cls, step: RequestStep, event_id: UUID) -> Self:
        """News for the authority that did not act."""
        requesting = (step.requesting_authority, step.requesting_country)
        responding = (step.responding_authority, step.responding_country)
        acting, other = (requesting, responding) if step.side == "requesting" else (responding, requesting)
        return cls(
            id=event_id,
            kind=kind_of(step.type),
            request_id=step.request_id,
            number=step.number,
            area=step.area,
            actor=acting[0],
            actor_country=acting[1],
            told=other[0],
            at=step.happened_at,
            deadline_proposed=step.deadline_proposed,
            deadline_agreed=step.deadline_agreed,
        )


@dataclass(frozen=True)
class Notice:
    """News as one person has it."""

    id: UUID
    user_id: UUID
    news: News
    read: bool = False

    @classmethod
    def to(cls, user_id: UUID, news: News) -> Self:
        """The id follows from news and person, so that telling again changes nothing."""
        return cls(uuid5(news.id, str(user_id)), user_id, news)

    def opened(self) -> "Notice":
        return replace(self, read=True)


def kind_of(event_type: str) -> str:
    """`requests.request.sent.v1` is news of the kind `request.sent`."""
    return ".".join(event_type.split(".")[1:-1])
