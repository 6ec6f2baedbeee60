"""What the services answer, as far as pages show it. Unknown fields are ignored: services may grow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Foreign(NamedTuple):
    """A text with the language it is in ("" when nobody knows)."""

    text: str
    lang: str


class Model(BaseModel):
    """Base: frozen, tolerant of fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Listing(Model, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    total: int
    page: int = 1
    size: int = 20


class AuthorityCard(Model):
    """An authority in a list of results."""

    id: UUID
    country: str
    official_name: str
    official_language: str = ""
    informal_title: str = ""
    informal_title_language: str | None = None
    description: str = ""
    description_language: str | None = None
    region: str | None = None
    city: str | None = None
    languages: list[str] = []
    areas: list[str] = []
    competences: dict[str, list[str]] = {}
    kind: str = ""
    status: str = ""
    training: bool = False

    def title(self, _language: str) -> Foreign:
        """The title that the directory chose for the reader's language, else the official name."""
        if self.informal_title:
            return Foreign(self.informal_title, self.informal_title_language or "")
        return Foreign(self.official_name, self.official_language)


class Coordinator(Model):
    link: str
    area: str | None = None
    authority: AuthorityCard


class Coordination(NamedTuple):
    """One coordinator with all it does for an authority: areas by link, none for what holds in all areas."""

    authority: AuthorityCard
    links: dict[str, list[str]]


class Authority(AuthorityCard):
    """An authority on its own page."""

    address: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    coordinators: list[Coordinator] = []

    def coordination(self) -> list[Coordination]:
        """Each coordinator once, in the directory's order."""
        found: dict[UUID, Coordination] = {}
        for coordinator in self.coordinators:
            one = found.setdefault(coordinator.authority.id, Coordination(coordinator.authority, {}))
            areas = one.links.setdefault(coordinator.link, [])
            if coordinator.area and coordinator.area not in areas:
                areas.append(coordinator.area)
        return list(found.values())


class AuthorityRef(Model):
    """A side of a request, with its titles in all languages."""

    id: UUID
    country: str
    official_name: str = ""
    official_language: str = ""
    titles: dict[str, str] = {}
    languages: list[str] = []

    def title(self, language: str) -> Foreign:
        """The title in the language, else in English, else any, else the official name."""
        for code in (language, "en", *sorted(self.titles)):
            if self.titles.get(code):
                return Foreign(self.titles[code], code)
        return Foreign(self.official_name, self.official_language)


class Deadline(Model):
    proposed: date | None = None
    proposed_by: str | None = None
    agreed: date | None = None


class Attachment(Model):
    id: UUID
    side: str = "requesting"
    name: str
    media_type: str = ""
    size: int = 0
    sha256: str = ""


class Answer(Model):
    value: Any = None
    comment: str | None = None
    at: datetime | None = None


class AskedQuestion(Model):
    """`follow_up_of` names the question whose answer opened this one; such a one was not asked by itself."""

    question: str
    parameters: dict[str, Any] = {}
    attachment_wanted: bool = False
    answer: Answer | None = None
    follow_up_of: str | None = None


class Translated(Model):
    language: str
    status: str
    text: str | None = None
    origin: str | None = None
    engine: str | None = None
    engine_version: str | None = None
    at: datetime | None = None


class FreeText(Model):
    id: UUID
    field: str
    side: str
    language: str
    text: str
    translations: list[Translated] = []

    def translation(self, language: str) -> Translated | None:
        """The translation into a language, whatever came of it."""
        return next((t for t in self.translations if t.language == language), None)


class TimelineEntry(Model):
    at: datetime
    step: str
    side: str | None = None
    authority: AuthorityRef | None = None
    deadline: date | None = None


class RequestView(Model):
    """A request as its viewer may see it."""

    id: UUID
    number: str | None = None
    area: str
    area_version: int = 1
    kind: str | None = None
    status: str
    version: int
    language: str = "en"
    side: str
    requesting: AuthorityRef
    responding: AuthorityRef
    created_at: datetime | None = None
    sent_at: datetime | None = None
    legal_basis: str | None = None
    deadline: Deadline = Field(default_factory=Deadline)
    latest_deadline: date | None = None
    subject: dict[str, Any] | None = None
    subject_hidden: bool = False
    attachments: list[Attachment] | None = None
    questions: list[AskedQuestion] = []
    free_texts: list[FreeText] = []
    timeline: list[TimelineEntry] = []
    ratings: dict[str, Any] | None = None
    withdrawal_remark: str | None = None
    actions: list[str] = []

    @property
    def asked(self) -> list[AskedQuestion]:
        """The questions somebody chose, without the follow-ups that answers opened."""
        return [q for q in self.questions if q.follow_up_of is None]

    def counterpart(self) -> AuthorityRef:
        """The other authority, seen from the viewer."""
        return self.responding if self.side == "requesting" else self.requesting

    def attached_by(self, side: str) -> list[Attachment]:
        """The documents of one side."""
        return [file for file in self.attachments or [] if file.side == side]

    def free_text(self, field: str, side: str | None = None) -> FreeText | None:
        """The newest free text of a field; fields are "request", "reason", "reply" and "comment:<question>"."""
        found = [t for t in self.free_texts if t.field == field and side in (None, t.side)]
        return found[-1] if found else None


class RequestRow(Model):
    """A request in a list."""

    id: UUID
    number: str | None = None
    area: str
    kind: str | None = None
    status: str
    side: str
    requesting: AuthorityRef
    responding: AuthorityRef
    created_at: datetime | None = None
    sent_at: datetime | None = None
    updated_at: datetime | None = None
    deadline: Deadline = Field(default_factory=Deadline)
    actions: list[str] = []

    def counterpart(self) -> AuthorityRef:
        """The other authority, seen from the viewer."""
        return self.responding if self.side == "requesting" else self.requesting


class Notice(Model):
    """A line of the reader's inbox, its sentence already in the reader's language."""

    id: str
    at: datetime
    title: str = ""
    text: str = ""
    language: str = ""
    link: str | None = None
    number: str | None = None
    read: bool = False

    def heading(self) -> Foreign:
        """The short form."""
        return Foreign(self.title or self.text, self.language)

    def words(self) -> Foreign:
        """The whole sentence."""
        return Foreign(self.text or self.title, self.language)


class Indicator(Model):
    share: float | None = None
    value: float | None = None
    count: int = 0
    of: int | None = None
    colour: str | None = None


class Limit(Model):
    relation: str
    limit: float


class Limits(Model):
    green: Limit
    yellow: Limit


class Definitions(Model):
    """The rules behind the colours, as the statistics service applies them."""

    scheme: str = ""
    indicators: dict[str, Limits] = {}
    overall_method: str = ""
    overall_points: dict[str, float] = {}
    overall: Limits | None = None


class Overall(Model):
    points: float | None = None
    colour: str | None = None


class CountryScore(Model):
    country: str
    received: int
    accepted_in_week: Indicator | None = None
    answered_by_date: Indicator | None = None
    average_days: Indicator | None = None
    timeliness: Indicator | None = None
    effort: Indicator | None = None
    overall: Overall | None = None


class Scoreboard(Model):
    period: dict[str, Any] = {}
    definitions: Definitions = Definitions()
    countries: list[CountryScore] = []
