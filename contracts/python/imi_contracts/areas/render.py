"""Questions and answers as a reader sees them: placeholders filled, codes as labels, dates by CLDR."""

from collections.abc import Mapping
from dataclasses import dataclass

from imi_contracts.areas.model import Area, Field, Question
from imi_contracts.areas.placeholders import BLANK, PLACEHOLDER
from imi_contracts.areas.validate import special_of
from imi_contracts.areas.values import CHECKLIST_STATES, parse_date, parse_number
from imi_contracts.catalogue import country_name, format_amount, format_date, format_number, format_period
from imi_contracts.vocabularies.enums import AnswerType, FieldType


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a rendered question; `field` is the placeholder it stands for, `filled` if it has a value.

    `empty` is what stands in its place as long as the field has no value: the field's name, or a blank.
    """

    text: str
    field: str | None = None
    filled: bool = True
    empty: str = ""


def render_field(area: Area, field: Field, value: object, language: str) -> str:
    """A field's value as text in the language; a value that fits no type shows as it is."""
    if isinstance(value, Mapping):
        return _render_period_or_amount(value, language)
    day = parse_date(value) if field.type is FieldType.DATE else None
    number = parse_number(value) if field.type is FieldType.NUMBER else None
    if day is not None:
        return format_date(day, language)
    if number is not None:
        return format_number(number, language)
    if field.type is FieldType.COUNTRY:
        return country_name(str(value), language)
    if field.type is FieldType.CODE_LIST and field.code_list:
        return area.vocabularies.label(field.code_list, str(value), language)
    return str(value).strip()


def _filled(area: Area, name: str, language: str, values: Mapping[str, object]) -> Part:
    field, value = area.field(name), values.get(name)
    if field is None:
        return Part(BLANK, name, filled=False, empty=BLANK)
    empty = f"[{area.text(f'field.{name}', language)}]"
    if value is None or value == "":
        return Part(empty, name, filled=False, empty=empty)
    return Part(render_field(area, field, value, language), name, empty=empty)


def render_parts(
    area: Area, question_id: str, language: str, values: Mapping[str, object]
) -> tuple[Part, ...]:
    """The question in pieces, so that a page can mark what was filled in and what is still to be filled."""
    text, parts, position = area.text(f"question.{question_id}", language), list[Part](), 0
    for match in PLACEHOLDER.finditer(text):
        between = text[position : match.start()]
        parts += [Part(between)] if between else []
        parts.append(_filled(area, match[1], language, values))
        position = match.end()
    if text[position:]:
        parts.append(Part(text[position:]))
    return tuple(parts)


def render_question(area: Area, question_id: str, language: str, values: Mapping[str, object]) -> str:
    """The question with its placeholders filled from subject data and parameters; a missing one shows its name."""
    return "".join(part.text for part in render_parts(area, question_id, language, values))


def _choice_label(area: Area, question: Question, value: str, language: str) -> str:
    if question.answer.choice_list and value in question.answer.choices:
        return area.text(f"choice.{question.answer.choice_list}.{value}", language)
    if question.answer.code_list:
        return area.vocabularies.label(question.answer.code_list, value, language)
    return value


def _render_period_or_amount(value: Mapping[str, object], language: str) -> str:
    start = parse_date(value.get("from"))
    if start is not None:
        return format_period(start, parse_date(value.get("to")), language)
    number = parse_number(value.get("value"))
    return format_amount(number, str(value.get("currency", "")), language) if number is not None else ""


def _render_checklist(area: Area, question: Question, value: Mapping[str, object], language: str) -> str:
    """`Contract: enclosed; Pay slips: will follow`, in the order of the list."""
    states = area.vocabularies[CHECKLIST_STATES]
    return "; ".join(
        f"{_choice_label(area, question, document, language)}: {states.label(str(value[document]), language)}"
        for document in question.answer.choices
        if document in value
    )


def _render_scalar(area: Area, question: Question, value: object, language: str) -> str:
    kind = question.answer.type
    if kind is AnswerType.YES_NO:
        return area.vocabularies.label("yes-no", str(value), language)
    if kind is AnswerType.COUNTRY:
        return country_name(str(value), language)
    day = parse_date(value) if kind is AnswerType.DATE else None
    number = parse_number(value) if kind is AnswerType.NUMBER else None
    if day is not None:
        return format_date(day, language)
    if number is not None:
        return format_number(number, language)
    return _choice_label(area, question, str(value), language)


def render_answer(area: Area, question_id: str, language: str, value: object) -> str:
    """An answer as the reader's language shows it; free text stays as it was written."""
    question = area.question(question_id)
    special = special_of(value)
    if question is None or value is None:
        return ""
    if special is not None:
        return area.vocabularies.label("answer-specials", special, language)
    if isinstance(value, Mapping) and question.answer.type is AnswerType.CHECKLIST:
        return _render_checklist(area, question, value, language)
    if isinstance(value, Mapping):
        return _render_period_or_amount(value, language)
    if isinstance(value, list):
        return "; ".join(_choice_label(area, question, str(item), language) for item in value)
    return _render_scalar(area, question, value, language)
