"""An area of law as frozen data: forms, questions, deadlines, retention, and its texts in every language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from imi_contracts.catalogue import Texts
from imi_contracts.vocabularies.enums import (
    AnswerSpecial,
    AnswerType,
    DataCategory,
    DayCount,
    FieldType,
    Rating,
    Setting,
    Side,
    SubjectKind,
    SubjectPart,
)
from imi_contracts.vocabularies.model import Vocabularies


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in what a person entered: error code, JSON pointer, parameters of the sentence."""

    code: str
    pointer: str
    params: Mapping[str, str] = field(default_factory=dict)

    def under(self, prefix: str) -> "Problem":
        """The same problem with the pointer continued to the left, e.g. `/questions/0`."""
        return Problem(self.code, f"{prefix}{self.pointer}", self.params)


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """An article that allows a request; `act` is the CELEX number."""

    id: str
    act: str
    article: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the subject form, or a parameter of questions."""

    id: str
    type: FieldType
    of: SubjectPart | None = None  # None: a parameter of questions
    required: bool = False
    code_list: str | None = None
    data: DataCategory = DataCategory.NONE
    max_length: int = 200
    only_in: tuple[str, ...] = ()  # kinds of request that have this field (`for` in area.yaml); none: all

    def is_in(self, kind: str | None) -> bool:
        """Whether the form of this kind of request has the field; every kind's fields when it is not known."""
        return kind is None or not self.only_in or kind in self.only_in


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be answered: `choices` are ids of the area's list `choice_list`, `code_list` is a vocabulary."""

    type: AnswerType
    choice_list: str | None = None
    choices: tuple[str, ...] = ()
    code_list: str | None = None
    specials: tuple[AnswerSpecial, ...] = ()
    max_length: int = 4000
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    data: DataCategory = DataCategory.ORDINARY


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Questions that open on certain answers; `when` holds the values (yes, no, a choice id, a code)."""

    when: tuple[str, ...]
    questions: tuple["Question", ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A prepared question; `placeholders` are fields named in its text, `parameters` those the requester fills."""

    id: str
    category: str
    answer: Answer
    placeholders: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    comment_allowed: bool = True
    attachment_requestable: bool = False
    about_attachment: bool = False
    follow_ups: tuple[FollowUp, ...] = ()
    parent: str | None = None
    depth: int = 0

    @property
    def key(self) -> str:
        return f"question.{self.id}"

    def walk(self) -> Iterator["Question"]:
        """This question and all follow-ups below it."""
        yield self
        for follow_up in self.follow_ups:
            for question in follow_up.questions:
                yield from question.walk()


@dataclass(frozen=True, slots=True)
class CompetenceList:
    """A code list by which authorities say what they are competent for; `field` leads to the right one."""

    code_list: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit the law sets for the answer: days, or months where the law speaks of months.

    `legal_basis` is the id of the article that sets it.
    """

    days: int
    count: DayCount
    legal_basis: str | None = None
    months: int = 0

    @property
    def in_english(self) -> str:
        """For those who write areas: `25 working days`, `1 month`."""
        if self.months:
            return f"{self.months} month{'s' if self.months > 1 else ''}"
        return f"{self.days} {self.count.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request with its own questions, limit and suggested deadline."""

    id: str
    categories: tuple[str, ...]
    suggested_days: int
    limit: Limit | None = None
    reason_required: bool = False
    implied: bool = False  # the one kind of an area that names none; it has no text of its own

    @property
    def key(self) -> str:
        return f"kind.{self.id}"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Who proposes the date, how days count, and what the form suggests when the kind says nothing else."""

    proposed_by: Side
    count: DayCount
    suggested_days: int

    @property
    def requester_proposes(self) -> bool:
        """Otherwise the date comes from the responding side when it accepts."""
        return self.proposed_by is Side.REQUESTING


@dataclass(frozen=True, slots=True)
class Retention:
    """Months after closure (Regulation (EU) No 1024/2012, Art. 14)."""

    block_after_months: int
    erase_after_months: int


@dataclass(frozen=True, slots=True)
class Workflow:
    """Which parts of the workflow authorities may use."""

    request_approval: Setting = Setting.OPTIONAL
    reply_approval: Setting = Setting.OPTIONAL
    allocation: Setting = Setting.OPTIONAL
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The form about the person, the company and the case.

    `required` are the kinds that must be described; when it is empty, at least one of `kinds` must be.
    """

    kinds: tuple[SubjectKind, ...]
    fields: Mapping[str, Field]
    required: tuple[SubjectKind, ...] = ()

    @property
    def parts(self) -> tuple[SubjectPart, ...]:
        """The parts of the form that have fields, in the order of the page: whom, then the case."""
        used = {known.of for known in self.fields.values()}
        wanted = (*(SubjectPart(kind) for kind in self.kinds), SubjectPart.CASE)
        return tuple(part for part in wanted if part in used)


@dataclass(frozen=True, slots=True, repr=False)
class Area:
    """One version of an area; `texts` are those it uses, in the wording of this version."""

    id: str
    version: int
    legal_bases: Mapping[str, LegalBasis]
    competence_lists: tuple[CompetenceList, ...]
    workflow: Workflow
    deadlines: Deadlines
    kinds: Mapping[str, Kind]  # in the order of the form; never empty
    retention: Retention
    subject: Subject
    parameters: Mapping[str, Field]
    choice_lists: Mapping[str, tuple[str, ...]]
    categories: tuple[str, ...]
    questions: tuple[Question, ...]  # top level, in the order of the form
    texts: Texts = field(repr=False, compare=False)
    vocabularies: Vocabularies = field(repr=False, compare=False)
    by_id: Mapping[str, Question] = field(repr=False, compare=False, default_factory=dict)
    content_hash: str = ""
    wordings: Mapping[str, str] = field(repr=False, compare=False, default_factory=dict)  # key → key in files

    def __repr__(self) -> str:
        return f"Area({self.id!r}, version={self.version})"

    def text(self, key: str, language: str) -> str:
        """The text in the language, else in English, else the key (which the validator rules out)."""
        found = self.texts.get(key, language)
        return key if found is None else found

    def has_text(self, key: str, language: str) -> bool:
        return self.texts.has(key, language)

    def question(self, question_id: str) -> Question | None:
        """A question or follow-up by id."""
        return self.by_id.get(question_id)

    def field(self, field_id: str) -> Field | None:
        """A field of the subject form or a parameter."""
        return self.subject.fields.get(field_id) or self.parameters.get(field_id)

    def kind(self, kind_id: str | None) -> Kind | None:
        """A kind of request by id; nothing named means the only kind, if there is but one."""
        if kind_id is None:
            return next(iter(self.kinds.values())) if len(self.kinds) == 1 else None
        return self.kinds.get(kind_id)

    def questions_of(self, kind_id: str | None) -> tuple[Question, ...]:
        """The questions that may be asked in this kind of request, in the order of the form."""
        kind = self.kind(kind_id)
        if kind is None:
            return () if kind_id is not None else self.questions
        return tuple(question for question in self.questions if question.category in kind.categories)

    def fields_of(self, kind_id: str | None) -> tuple[Field, ...]:
        """The fields of the subject form in this kind of request, in the order of the form."""
        if kind_id is not None and kind_id not in self.kinds:
            return ()
        return tuple(known for known in self.subject.fields.values() if known.is_in(kind_id))

    def in_category(self, category: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.category == category)
