"""Questions and answers in the form pages show them: texts in the reader's language, slots marked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from imi_contracts.areas import (
    answer_options,
    applicable_followups,
    render_answer,
    render_field,
    render_parts,
    special_of,
)
from imi_contracts.vocabularies import AnswerType, FieldType
from imi_gateway.web.i18n import unbroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from imi_contracts.areas import Area, Field, FollowUp, Part, Question
    from imi_gateway.clients.models import AskedQuestion, FreeText, RequestView
    from imi_gateway.web.areas import Areas

FAMILY_NAME_FIRST = frozenset({"hu"})
GIVEN_NAME, FAMILY_NAME = "FirstName", "Surname"


@dataclass(frozen=True)
class QuestionView:
    """One question as a page shows it; `when` names the answers of its parent that open it."""

    id: str
    category: str
    parts: tuple[Part, ...]
    lang: str
    help: str | None
    type: str
    options: list[tuple[str, str]]
    specials: list[tuple[str, str]]
    comment_allowed: bool
    about_attachment: bool
    max_length: int
    parameters: list[dict[str, Any]] = field(default_factory=list)
    slots: Mapping[str, str] = field(default_factory=dict)
    picked: bool = False
    value: Any = None
    special: str = ""
    answered: str = ""
    written: FreeText | None = None
    comment: FreeText | None = None
    comment_text: str = ""
    when: tuple[str, ...] = ()
    condition: str = ""
    open: bool = True
    follow_ups: list[QuestionView] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    def walk(self) -> Iterator[QuestionView]:
        """This question and all its follow-ups."""
        yield self
        for child in self.follow_ups:
            yield from child.walk()


@dataclass(frozen=True)
class Category:
    """A group of the question list."""

    id: str
    label: str
    lang: str
    questions: list[QuestionView]

    @property
    def picked(self) -> int:
        return sum(question.picked for question in self.questions)


@dataclass(frozen=True)
class Asker:
    """Builds question views of one area in one language from what is known of a request."""

    areas: Areas
    area: Area
    language: str
    subject: Mapping[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, FreeText] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    written_in: str = ""

    def question(self, question: Question, parameters: Mapping[str, Any], **more: Any) -> QuestionView:
        """A question with slots filled from subject data and its own parameters."""
        value = self.answers.get(question.id)
        special = special_of(value) or ""
        labels = self.area.vocabularies["answer-specials"]
        return QuestionView(
            id=question.id,
            category=question.category,
            parts=render_parts(self.area, question.id, self.language, {**self.subject, **parameters}),
            lang=self.area.texts.language_of(question.key, self.language),
            help=self.area.texts.get(f"{question.key}.help", self.language),
            type=question.answer.type.value,
            options=_pairs(answer_options(self.area, question, self.language)),
            specials=[(s.value, labels.label(s, self.language)) for s in question.answer.specials],
            comment_allowed=question.comment_allowed,
            about_attachment=question.about_attachment,
            max_length=question.answer.max_length,
            value=None if special else value,
            special=special,
            answered=self._answered(question, value),
            written=self.texts.get(f"answer:{question.id}"),
            comment=self.texts.get(f"comment:{question.id}"),
            comment_text=self.comments.get(question.id, ""),
            slots=self._foreign_slots(question),
            follow_ups=list(self._follow_ups(question, parameters, value)),
            **more,
        )

    def _answered(self, question: Question, value: Any) -> str:
        text = render_answer(self.area, question.id, self.language, value)
        return unbroken(text) if question.answer.type is AnswerType.DATE else text

    def _foreign_slots(self, question: Question) -> dict[str, str]:
        """Words the requester typed into the question stand in the requester's language."""
        typed = (self.area.parameters[name] for name in question.parameters)
        return {f.id: self.written_in for f in typed if f.type is FieldType.TEXT and self.written_in}

    def _follow_ups(
        self, question: Question, parameters: Mapping[str, Any], value: Any
    ) -> Iterator[QuestionView]:
        plain = value if isinstance(value, str | list) or special_of(value) else None
        opened = {child.id for child in applicable_followups(question, plain)} if plain else set()
        for follow_up in question.follow_ups:
            condition = self._condition(question, follow_up)
            for child in follow_up.questions:
                yield self.question(
                    child, parameters, when=follow_up.when, condition=condition, open=child.id in opened
                )

    def _condition(self, question: Question, follow_up: FollowUp) -> str:
        known = dict(_pairs(answer_options(self.area, question, self.language)))
        return " / ".join(known.get(value, value) for value in follow_up.when)

    def asked(self, questions: Sequence[AskedQuestion]) -> list[QuestionView]:
        """The questions of a request, in the order they were asked; follow-ups hang below theirs."""
        found = ((self.area.question(q.question), q.parameters) for q in questions)
        top = [(q, parameters) for q, parameters in found if q is not None and q.parent is None]
        return [self.question(q, parameters) for q, parameters in top]

    def choice(self, picked: Mapping[str, Mapping[str, Any]], *, attachments: bool) -> list[Category]:
        """All questions one can ask, by category; either those about attachments or the others."""
        categories = []
        for category in self.area.categories:
            wanted = [q for q in self.area.in_category(category) if q.about_attachment is attachments]
            views = [self._offered(q, picked) for q in wanted]
            key = f"category.{category}"
            label, lang = self.area.text(key, self.language), self.area.texts.language_of(key, self.language)
            if views:
                categories.append(Category(category, label, lang, views))
        return categories

    def _offered(self, question: Question, picked: Mapping[str, Mapping[str, Any]]) -> QuestionView:
        given = picked.get(question.id, {})
        described = [
            self.areas.field(self.area, self.area.parameters[name], self.language)
            | {"value": given.get(name)}
            for name in question.parameters
        ]
        view = self.question(question, given)
        return replace(view, parameters=described, picked=question.id in picked)


def asker_of(areas: Areas, view: RequestView, language: str) -> Asker:
    """Everything a request tells about its questions."""
    texts = {text.field: text for text in view.free_texts}
    answers = {q.question: q.answer.value for q in view.questions if q.answer}
    comments = {q.question: q.answer.comment or "" for q in view.questions if q.answer}
    return Asker(
        areas, areas[view.area], language, view.subject or {}, answers, texts, comments, view.language
    )


def subject_rows(areas: Areas, view: RequestView, language: str) -> list[tuple[str, str, str]]:
    """(label, language of the label, value as text) for every filled field of the subject, in form order."""
    area, given = areas[view.area], view.subject or {}
    return [
        (
            area.text(f"field.{name}", language),
            area.texts.language_of(f"field.{name}", language),
            _shown(area, known, given[name], language),
        )
        for known in in_name_order(area, language)
        if given.get(name := known.id) not in (None, "")
    ]


def _shown(area: Area, known: Field, value: Any, language: str) -> str:
    text = render_field(area, known, value, language)
    return unbroken(text) if known.type is FieldType.DATE else text


def in_name_order(area: Area, language: str) -> list[Field]:
    """The fields of the subject; where people say the family name first, it comes before the given name."""
    fields = list(area.subject.fields.values())
    places = {known.id: place for place, known in enumerate(fields)}
    if language in FAMILY_NAME_FIRST and places.keys() >= {GIVEN_NAME, FAMILY_NAME}:
        given, family = places[GIVEN_NAME], places[FAMILY_NAME]
        if given < family:
            fields.insert(given, fields.pop(family))
    return fields


def _pairs(options: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(option["value"], option["label"]) for option in options]
