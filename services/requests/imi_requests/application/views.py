"""What readers get: plain records, each value already cut to what the reader may see."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class AuthorityView:
    id: UUID
    country: str
    official_name: str
    official_language: str
    titles: dict[str, str]
    languages: list[str]


@dataclass(frozen=True)
class DeadlineView:
    """`proposed` is the date put forward last, `agreed` the one that counts."""

    proposed: date | None = None
    proposed_by: str | None = None
    agreed: date | None = None


@dataclass(frozen=True)
class ProposalView:
    deadline: date
    by: str
    at: datetime
    agreed_at: datetime | None


@dataclass(frozen=True)
class AnswerView:
    value: Any
    comment: str | None
    at: datetime


@dataclass(frozen=True)
class QuestionView:
    """`follow_up_of` names the question whose answer opened this one; `attachment_wanted` asks for a document."""

    question: str
    parameters: dict[str, Any]
    answer: AnswerView | None = None
    follow_up_of: str | None = None
    attachment_wanted: bool = False


@dataclass(frozen=True)
class TranslationView:
    language: str
    status: str
    text: str | None
    origin: str | None
    score: float | None
    engine: str | None
    engine_version: str | None
    at: datetime | None


@dataclass(frozen=True)
class FreeTextView:
    """`field` is request, reply, comment:<question> or answer:<question>."""

    id: UUID
    field: str
    side: str
    language: str
    text: str
    translations: list[TranslationView]


@dataclass(frozen=True)
class AttachmentView:
    id: UUID
    side: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


@dataclass(frozen=True)
class StepView:
    """What happened, when, and which authority did it; never which person."""

    at: datetime
    step: str
    side: str
    authority: AuthorityView
    deadline: date | None


@dataclass(frozen=True)
class RatingsView:
    timeliness: str | None
    effort: str | None
    remark: str | None


@dataclass(frozen=True)
class RequestRow:
    """A line of a list: nothing of the content."""

    id: UUID
    number: str
    area: str
    kind: str
    status: str
    version: int
    language: str
    side: str
    needs_action: bool
    requesting: AuthorityView
    responding: AuthorityView
    created_at: datetime
    sent_at: datetime | None
    changed_at: datetime | None
    deadline: DeadlineView


@dataclass(frozen=True)
class RequestList:
    items: list[RequestRow]
    total: int
    page: int
    size: int


@dataclass(frozen=True)
class RequestView(RequestRow):
    """A request as this reader may see it now; null stands for what is hidden, an empty list for nothing there."""

    area_version: int = 1
    latest_deadline: date | None = None
    accepted_at: datetime | None = None
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    legal_basis: str | None = None
    proposals: list[ProposalView] = field(default_factory=list)
    subject: dict[str, Any] | None = None
    subject_hidden: bool = True
    attachments: list[AttachmentView] | None = None
    questions: list[QuestionView] = field(default_factory=list)
    free_texts: list[FreeTextView] = field(default_factory=list)
    timeline: list[StepView] = field(default_factory=list)
    ratings: RatingsView | None = None
    withdrawal_remark: str | None = None
    actions: list[str] = field(default_factory=list)
