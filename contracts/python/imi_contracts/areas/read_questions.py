"""Reads the question tree of area.yaml: answers, specials, parameters, follow-ups to the third level."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import yaml

from imi_contracts.areas.model import Answer, Field, FollowUp, Question
from imi_contracts.areas.placeholders import placeholders
from imi_contracts.areas.read_form import read_code_list
from imi_contracts.areas.values import CHECKLIST_STATES, parse_number
from imi_contracts.catalogue import Texts
from imi_contracts.catalogue.marked import Marked, join
from imi_contracts.vocabularies.enums import AnswerSpecial, AnswerType, DataCategory
from imi_contracts.vocabularies.model import Vocabularies

MAX_DEPTH = 3
_CHOOSING = (AnswerType.CHOICE, AnswerType.MULTIPLE_CHOICE)
_WITH_CHOICES = (*_CHOOSING, AnswerType.CHECKLIST)


@dataclass(slots=True)
class QuestionReader:
    """Knows what questions may refer to, and remembers the ids it has seen."""

    vocabularies: Vocabularies
    texts: Texts
    fields: Mapping[str, Field]
    parameters: Mapping[str, Field]
    choice_lists: Mapping[str, tuple[str, ...]]
    categories: tuple[str, ...]
    lines: dict[str, int] = field(default_factory=dict)
    by_id: dict[str, Question] = field(default_factory=dict)

    def read(self, item: Marked, parent: Question | None = None) -> Question:
        """A question with everything below it."""
        required = ("id", "answer") if parent else ("id", "category", "answer")
        optional = ("comment", "attachment", "about_attachment", "parameters", "followups")
        parts = item.mapping(required=required, optional=optional)
        question_id = self._read_id(parts.get("id", item), present="id" in parts)
        question = Question(
            id=question_id,
            category=parent.category if parent else self._read_category(parts),
            answer=self._read_answer(parts["answer"]) if "answer" in parts else Answer(AnswerType.TEXT),
            placeholders=self._read_placeholders(question_id),
            parameters=self._read_parameters(parts, question_id, parent),
            comment_allowed=parts["comment"].boolean() if "comment" in parts else True,
            attachment_requestable=parts["attachment"].boolean() if "attachment" in parts else False,
            about_attachment=self._read_about(parts, parent),
            parent=parent.id if parent else None,
            depth=parent.depth + 1 if parent else 0,
        )
        if question.depth > MAX_DEPTH:
            item.complain(f"Follow-ups may nest {MAX_DEPTH} levels deep; ask `{question_id}` higher up.")
        return self._remember(question, self._read_follow_ups(parts, question))

    def _remember(self, question: Question, follow_ups: tuple[FollowUp, ...]) -> Question:
        complete = replace(question, follow_ups=follow_ups)
        self.by_id[complete.id] = complete
        return complete

    def _read_id(self, node: Marked, *, present: bool) -> str:
        if not present:
            return ""
        question_id = node.text()
        if question_id in self.lines:
            node.complain(
                f"The question id `{question_id}` is taken by line {self.lines[question_id]}; give another id."
            )
        self.lines.setdefault(question_id, node.line)
        return question_id

    def _read_category(self, parts: Mapping[str, Marked]) -> str:
        if "category" not in parts:
            return ""
        category = parts["category"].text()
        if category not in self.categories:
            parts["category"].complain(
                f"There is no category `{category}`; use one of {join(self.categories)} or add it to `categories`."
            )
        return category

    def _read_about(self, parts: Mapping[str, Marked], parent: Question | None) -> bool:
        if "about_attachment" in parts:
            return parts["about_attachment"].boolean()
        return parent.about_attachment if parent else False

    def _read_placeholders(self, question_id: str) -> tuple[str, ...]:
        return placeholders(self.texts.get(f"question.{question_id}", "en") or "")

    def _read_parameters(
        self, parts: Mapping[str, Marked], question_id: str, parent: Question | None
    ) -> tuple[str, ...]:
        names = parts["parameters"].texts() if "parameters" in parts else ()
        used = self._read_placeholders(question_id)
        for name in names:
            if name not in self.parameters:
                parts["parameters"].complain(
                    f"There is no parameter `{name}`; use one of {join(tuple(self.parameters))}"
                    " or add it to `parameters`."
                )
        inherited = parent.parameters if parent else ()
        for name in used:
            if name in self.parameters and name not in (*names, *inherited):
                node = parts.get("id", parts.get("parameters"))
                if node is not None:
                    node.complain(
                        f"The text uses [{name}]; add `{name}` to the `parameters` of `{question_id}`."
                    )
        return (*inherited, *(name for name in names if name not in inherited))

    def _read_answer(self, node: Marked) -> Answer:
        optional = ("choices", "code_list", "specials", "max_length", "min", "max", "data")
        parts = node.mapping(required=("type",), optional=optional)
        kind = (
            parts["type"].one_of(AnswerType, default=AnswerType.TEXT) if "type" in parts else AnswerType.TEXT
        )
        choice_list, choices = self._read_choices(node, parts, kind)
        minimum, maximum = self._read_range(parts, kind)
        if kind is not AnswerType.TEXT and "max_length" in parts:
            parts["max_length"].complain(f"An answer of type {kind} has no length; remove `max_length`.")
        return Answer(
            type=kind,
            choice_list=choice_list,
            choices=choices,
            code_list=self._read_answer_code_list(node, parts, kind),
            specials=tuple(
                item.one_of(AnswerSpecial, default=AnswerSpecial.NOT_KNOWN)
                for item in (parts["specials"].sequence() if "specials" in parts else [])
            ),
            max_length=parts["max_length"].integer(minimum=1) if "max_length" in parts else 4000,
            minimum=minimum,
            maximum=maximum,
            data=parts["data"].one_of(DataCategory, default=DataCategory.ORDINARY)
            if "data" in parts
            else DataCategory.ORDINARY,
        )

    def _read_range(
        self, parts: Mapping[str, Marked], kind: AnswerType
    ) -> tuple[Decimal | None, Decimal | None]:
        found: dict[str, Decimal | None] = {}
        for name in ("min", "max"):
            if name not in parts:
                continue
            found[name] = parse_number(parts[name].text())
            if kind is not AnswerType.NUMBER:
                parts[name].complain(f"Only an answer of type number has a range; remove `{name}`.")
            elif found[name] is None:
                parts[name].complain(f"`{parts[name].text()}` is not a number; write digits, like 10 or 0.5.")
        minimum, maximum = found.get("min"), found.get("max")
        if minimum is not None and maximum is not None and maximum < minimum:
            parts["max"].complain("`max` is smaller than `min`; change one of them.")
        return minimum, maximum

    def _read_choices(
        self, node: Marked, parts: Mapping[str, Marked], kind: AnswerType
    ) -> tuple[str | None, tuple[str, ...]]:
        if kind not in _WITH_CHOICES:
            if "choices" in parts:
                parts["choices"].complain(f"An answer of type {kind} has no choices; remove `choices`.")
            return None, ()
        if "choices" not in parts:
            if "code_list" not in parts or kind is not AnswerType.MULTIPLE_CHOICE:
                node.complain(f"An answer of type {kind} needs `choices`; name a list of `choices`.")
            return None, ()
        name = parts["choices"].text()
        if name not in self.choice_lists:
            parts["choices"].complain(
                f"There is no choice list `{name}`; use one of {join(tuple(self.choice_lists))} or add it to `choices`."
            )
        if kind is AnswerType.CHECKLIST and CHECKLIST_STATES not in self.vocabularies:
            node.complain(f"A checklist needs the vocabulary `{CHECKLIST_STATES}`; add it.")
        return name, self.choice_lists.get(name, ())

    def _read_answer_code_list(
        self, node: Marked, parts: Mapping[str, Marked], kind: AnswerType
    ) -> str | None:
        if kind is AnswerType.CODE_LIST and "code_list" not in parts:
            node.complain("An answer of type code_list needs `code_list`; name a vocabulary.")
        if "code_list" not in parts:
            return None
        if kind not in {AnswerType.CODE_LIST, AnswerType.MULTIPLE_CHOICE}:
            parts["code_list"].complain(f"An answer of type {kind} has no code list; remove `code_list`.")
        return read_code_list(parts["code_list"], self.vocabularies)

    def _read_follow_ups(self, parts: Mapping[str, Marked], question: Question) -> tuple[FollowUp, ...]:
        follow_ups = []
        for item in parts["followups"].sequence() if "followups" in parts else []:
            inner = item.mapping(required=("when", "ask"))
            when = self._read_when(inner["when"], question) if "when" in inner else ()
            asked = inner["ask"].sequence() if "ask" in inner else []
            follow_ups.append(FollowUp(when, tuple(self.read(child, question) for child in asked)))
        return tuple(follow_ups)

    def _read_when(self, node: Marked, question: Question) -> tuple[str, ...]:
        values = (node.text(),) if isinstance(node.node, yaml.ScalarNode) else node.texts()
        possible = possible_values(question.answer, self.vocabularies)
        for value in values:
            if possible and value not in possible:
                node.complain(
                    f"`{value}` is no answer of question `{question.id}`; use one of {join(sorted(possible)[:12])}."
                )
            elif not possible:
                node.complain(
                    f"A {question.answer.type} answer cannot open follow-ups; ask a choice or yes_no."
                )
        return values


def possible_values(answer: Answer, vocabularies: Vocabularies) -> frozenset[str]:
    """The values follow-ups can depend on; empty when the answer is not a choice of any kind."""
    specials = {special.value for special in answer.specials}
    if answer.type is AnswerType.YES_NO:
        return frozenset({"yes", "no"} | specials)
    if answer.type in _CHOOSING and answer.choices:
        return frozenset({*answer.choices, *specials})
    if answer.code_list is not None and answer.code_list in vocabularies:
        return frozenset({*vocabularies[answer.code_list].codes, *specials})
    return frozenset(specials)
