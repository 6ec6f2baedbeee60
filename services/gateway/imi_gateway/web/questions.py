"""Questions and answers in the form pages show them: texts in the reader's language, slots marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from imi_contracts.areas import (
    answer_options,
    applicable_followups,
    checklist_states,
    render_answer,
    render_parts,
    special_of,
)
from imi_contracts.vocabularies import AnswerType, FieldType
from imi_gateway.web import i18n
from imi_gateway.web.i18n import unbroken
from imi_gateway.web.options import countries, is_long
from imi_gateway.web.submitted import can_ask_for_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imi_contracts.areas import Answer, Area, FollowUp, Part, Question
    from imi_gateway.clients.models import AskedQuestion, FreeText, RequestView
    from imi_gateway.web.areas import Areas
    from imi_gateway.web.i18n import Interface
    from imi_gateway.web.options import Group


PREPARED = frozenset({AnswerType.CHECKLIST, AnswerType.CHOICE, AnswerType.MULTIPLE_CHOICE})


@dataclass(frozen=True)
class ChecklistLine:
    """A document of a checklist, and what the reply says of it ("" when nothing yet)."""

    document: str
    label: str
    state: str
    state_label: str


@dataclass(frozen=True)
class QuestionView:
    """One question as a page shows it; `when` names the answers of its parent that open it."""

    id: str
    category: str
    parts: tuple[Part, ...]
    lang: str
    help: str | None
    help_lang: str
    type: str
    options: list[tuple[str, str]]
    groups: Sequence[Group]
    states: list[tuple[str, str]]
    checklist: list[ChecklistLine]
    range: str
    data: str
    specials: list[tuple[str, str]]
    comment_allowed: bool
    about_attachment: bool
    document_requestable: bool
    max_length: int
    parameters: list[dict[str, Any]] = field(default_factory=list)
    slots: Mapping[str, str] = field(default_factory=dict)
    picked: bool = False
    document_wanted: bool = False
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
    def long(self) -> bool:
        """Whether the list of answers is searched by typing."""
        return is_long(self.groups)

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def prepared(self) -> list[str]:
        """The answers, or the documents, that an official chooses among; "yes" and "no" go without saying."""
        return [label for _, label in self.options] if self.type in PREPARED else []

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
    help: str
    help_lang: str
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
        value, answer = self.answers.get(question.id), question.answer
        special = special_of(value) or ""
        groups = self._groups(question)
        labels = self.area.vocabularies["answer-specials"]
        return QuestionView(
            id=question.id,
            category=question.category,
            parts=render_parts(self.area, question.id, self.language, {**self.subject, **parameters}),
            lang=self.area.texts.language_of(question.key, self.language),
            help=self.area.texts.get(f"{question.key}.help", self.language),
            help_lang=self.area.texts.language_of(f"{question.key}.help", self.language),
            type=answer.type.value,
            options=[] if groups else _pairs(answer_options(self.area, question, self.language)),
            groups=groups,
            states=_pairs(checklist_states(self.area, self.language))
            if answer.type is AnswerType.CHECKLIST
            else [],
            checklist=list(self._checklist(question, value)),
            range=range_words(answer, i18n.interface(self.language)),
            data=answer.data.value,
            specials=[(s.value, labels.label(s, self.language)) for s in answer.specials],
            comment_allowed=question.comment_allowed,
            about_attachment=question.about_attachment,
            document_requestable=can_ask_for_document(question),
            max_length=answer.max_length,
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

    def _groups(self, question: Question) -> Sequence[Group]:
        if question.answer.type is AnswerType.COUNTRY:
            return countries(self.language)
        code_list = question.answer.code_list
        return self.areas.options_of(code_list, self.language) if code_list else ()

    def _checklist(self, question: Question, value: Any) -> Iterator[ChecklistLine]:
        if question.answer.type is not AnswerType.CHECKLIST:
            return
        given = value if isinstance(value, Mapping) else {}
        states = dict(_pairs(checklist_states(self.area, self.language)))
        for document, label in _pairs(answer_options(self.area, question, self.language)):
            state = str(given.get(document) or "")
            yield ChecklistLine(document, label, state, states.get(state, ""))

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
        found = ((self.area.question(q.question), q) for q in questions)
        top = [(q, asked) for q, asked in found if q is not None and q.parent is None]
        return [self.question(q, a.parameters, document_wanted=a.attachment_wanted) for q, a in top]

    def choice(
        self, picked: Mapping[str, AskedQuestion], kind: str | None, *, attachments: bool
    ) -> list[Category]:
        """All questions one can ask in this kind of request; either those about attachments or the others."""
        categories = []
        offered = self.area.questions_of(kind)
        for category in self.area.categories:
            wanted = [q for q in offered if q.category == category and q.about_attachment is attachments]
            views = [self._offered(q, picked) for q in wanted]
            if views:
                categories.append(self._category(category, views))
        return categories

    def _category(self, category: str, questions: list[QuestionView]) -> Category:
        key, help_key, texts = f"category.{category}", f"category.{category}.help", self.area.texts
        return Category(
            category,
            self.area.text(key, self.language),
            texts.language_of(key, self.language),
            texts.get(help_key, self.language) or "",
            texts.language_of(help_key, self.language),
            questions,
        )

    def _offered(self, question: Question, picked: Mapping[str, AskedQuestion]) -> QuestionView:
        asked = picked.get(question.id)
        given = asked.parameters if asked else {}
        described = [
            self.areas.field(self.area, self.area.parameters[name], self.language)
            | {"value": given.get(name)}
            for name in question.parameters
        ]
        view = self.question(question, given, document_wanted=asked is not None and asked.attachment_wanted)
        return replace(view, parameters=described, picked=asked is not None)


def asker_of(areas: Areas, view: RequestView, language: str) -> Asker:
    """Everything a request tells about its questions."""
    texts = {text.field: text for text in view.free_texts}
    answers = {q.question: q.answer.value for q in view.questions if q.answer}
    comments = {q.question: q.answer.comment or "" for q in view.questions if q.answer}
    return Asker(areas, areas.of(view), language, view.subject or {}, answers, texts, comments, view.language)


def range_words(answer: Answer, reader: Interface) -> str:
    """Between which numbers the answer lies; "" where any number will do."""
    least, most = answer.minimum, answer.maximum
    given = {
        "min": "" if least is None else reader.number(least),
        "max": "" if most is None else reader.number(most),
    }
    if least is not None and most is not None:
        return reader.gettext("A number from %(min)s to %(max)s") % given
    if least is not None:
        return reader.gettext("A number, at least %(min)s") % given
    return "" if most is None else reader.gettext("A number, at most %(max)s") % given


def _pairs(options: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(option["value"], option["label"]) for option in options]
