"""An information request: what one authority asks another about a person or company, and what it learns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Side, Status
from imi_requests.domain.attachments import Attachment
from imi_requests.domain.deadlines import Deadline
from imi_requests.domain.texts import FreeText
from imi_requests.domain.workflow import Row, Situation, waiting_for

REQUEST_TEXT, REASON_TEXT, REPLY_TEXT = "request", "reason", "reply"


class RatingValue(StrEnum):
    """How content the requesting side is."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


@dataclass(frozen=True)
class Ratings:
    timeliness: RatingValue | None = None
    effort: RatingValue | None = None
    remark: str | None = None


@dataclass(frozen=True)
class AskedQuestion:
    """`attachment_wanted`: the requesting side asks for a document with the answer."""

    question: str
    parameters: dict[str, Any] = field(default_factory=dict)
    attachment_wanted: bool = False


@dataclass(frozen=True)
class GivenAnswer:
    """`value` None: only a comment was saved so far."""

    value: Any
    comment: str | None
    at: datetime


@dataclass(frozen=True)
class DraftContent:
    """What the requesting side writes before sending; `kind` None leaves the kind of request as it is."""

    subject: dict[str, Any] = field(default_factory=dict)
    questions: tuple[AskedQuestion, ...] = ()
    free_text: str | None = None
    deadline: date | None = None
    legal_basis: str | None = None
    kind: str | None = None
    reason: str | None = None


@dataclass
class Request:
    """`version` counts changes (it is the sequence of its events); `area_version` is kept for life.

    `kind` is one of the kinds of request that the area knows, such as an urgent one.
    """

    id: UUID
    number: str
    area: str
    area_version: int
    kind: str
    language: str
    requesting: UUID
    requesting_country: str
    responding: UUID
    responding_country: str
    created_at: datetime
    status: Status = Status.DRAFT
    version: int = 1
    changed_at: datetime | None = None
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    subject: dict[str, Any] = field(default_factory=dict)
    questions: list[AskedQuestion] = field(default_factory=list)
    legal_basis: str | None = None
    wished_deadline: date | None = None
    deadline: Deadline = field(default_factory=Deadline)
    answers: dict[str, GivenAnswer] = field(default_factory=dict)
    ratings: Ratings | None = None
    withdrawal_remark: str | None = None
    texts: list[FreeText] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def situation(self, side: Side, roles: frozenset[str]) -> Situation:
        """What the workflow table needs to know."""
        return Situation(self.status, side, roles, self.open_proposal_by)

    @property
    def open_proposal_by(self) -> Side | None:
        return self.deadline.open.by if self.deadline.open else None

    def waits_for(self) -> frozenset[Side]:
        return waiting_for(self.status, self.open_proposal_by)

    def authority_of(self, side: Side) -> UUID:
        return self.requesting if side is Side.REQUESTING else self.responding

    def country_of(self, side: Side) -> str:
        return self.requesting_country if side is Side.REQUESTING else self.responding_country

    def step(self, row: Row, at: datetime) -> None:
        """Take the step a row of the table allows."""
        self.status = row.then
        self.version += 1
        self.changed_at = at

    def write(self, content: DraftContent) -> None:
        """Replace what the draft says, except its free text (`put_text`)."""
        self.subject = dict(content.subject)
        self.questions = list(content.questions)
        self.wished_deadline = content.deadline
        self.legal_basis = content.legal_basis
        self.kind = content.kind or self.kind

    def put_text(self, new_id: UUID, name: str, side: Side, language: str, text: str | None) -> None:
        """Set, replace or remove the free text at a place; a changed text forgets its translations.

        An unchanged text keeps its language: saving it again does not mean having written it.
        """
        words = (text or "").strip()
        present = next((t for t in self.texts if t.place == name), None)
        if present and present.text == words:
            return
        self.texts = [t for t in self.texts if t.place != name]
        if words:
            self.texts.append(FreeText(new_id, name, side, language, words))

    def text_at(self, place: str) -> str | None:
        """What was written at a place of the request, e.g. the reason of its urgency."""
        return next((text.text for text in self.texts if text.place == place), None)

    def texts_of(self, side: Side) -> list[FreeText]:
        return [text for text in self.texts if text.side is side]

    def attachments_of(self, side: Side) -> list[Attachment]:
        return [file for file in self.attachments if file.side is side]

    def attachment(self, attachment_id: UUID) -> Attachment:
        found = next((file for file in self.attachments if file.id == attachment_id), None)
        if found is None:
            raise Refused("resource.not_found")
        return found

    def asked_by_id(self) -> Mapping[str, AskedQuestion]:
        return {asked.question: asked for asked in self.questions}
