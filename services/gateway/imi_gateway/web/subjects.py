"""Whom and what a request is about, in the form pages show it: parts of the form, fields, filled values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imi_contracts.areas import render_field
from imi_contracts.catalogue import SOURCE_LANGUAGE
from imi_contracts.vocabularies import FieldType
from imi_contracts.vocabularies.enums import SubjectPart
from imi_gateway.web.i18n import unbroken

if TYPE_CHECKING:
    from imi_contracts.areas import Area, Field
    from imi_gateway.clients.models import RequestView
    from imi_gateway.web.areas import Areas

FAMILY_NAME_FIRST = frozenset({"hu"})
GIVEN_NAME, FAMILY_NAME = "FirstName", "Surname"
LONG_TEXT = 300  # characters; what may be longer is written in sentences, and in a text area


@dataclass(frozen=True)
class FormPart:
    """A part of the form: the company, the person, the case; `needed` ones cannot be left out as a whole."""

    id: str
    needed: bool
    fields: list[dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """A filled field: label and value with their languages ("" where it has none), and what kind of data it is."""

    label: str
    lang: str
    text: str
    text_lang: str
    data: str


@dataclass(frozen=True)
class Part:
    """The filled fields of one part."""

    id: str
    rows: list[Row]


def form_parts(areas: Areas, area: Area, kind: str | None, language: str) -> list[FormPart]:
    """The form of this kind of request, in the order of the page."""
    fields = [field for field in in_name_order(area, language) if field.is_in(kind)]
    needed = {SubjectPart(k) for k in area.subject.required} | {SubjectPart.CASE}
    if len(area.subject.kinds) == 1:
        needed.add(SubjectPart(area.subject.kinds[0]))
    parts = (
        (part, [areas.field(area, field, language) for field in fields if field.of is part])
        for part in area.subject.parts
    )
    return [FormPart(part.value, part in needed, described) for part, described in parts if described]


def subject_parts(areas: Areas, view: RequestView, language: str) -> list[Part]:
    """What was filled in, part by part, each in form order."""
    area, given = areas.of(view), view.subject or {}
    filled = [known for known in in_name_order(area, language) if given.get(known.id) not in (None, "")]
    parts = (
        (
            part,
            [
                _row(area, known, given[known.id], language, view.language)
                for known in filled
                if known.of is part
            ],
        )
        for part in area.subject.parts
    )
    return [Part(part.value, rows) for part, rows in parts if rows]


def _row(area: Area, known: Field, value: Any, language: str, written_in: str) -> Row:
    key = f"field.{known.id}"
    text = render_field(area, known, value, language)
    return Row(
        area.text(key, language),
        area.texts.language_of(key, language),
        unbroken(text) if known.type is FieldType.DATE else text,
        _language_of_value(area, known, value, language, written_in),
        known.data.value,
    )


def _language_of_value(area: Area, known: Field, value: Any, language: str, written_in: str) -> str:
    """Sentences are in their writer's language, labels and dates in the reader's; names and numbers in none."""
    if known.code_list:
        labels = area.vocabularies[known.code_list]
        return language if labels.has_label(str(value), language) else SOURCE_LANGUAGE
    if known.type in {FieldType.COUNTRY, FieldType.DATE, FieldType.PERIOD}:
        return language
    return written_in if known.type is FieldType.TEXT and known.max_length > LONG_TEXT else ""


def in_name_order(area: Area, language: str) -> list[Field]:
    """The fields of the subject; where people say the family name first, it comes before the given name."""
    fields = list(area.subject.fields.values())
    places = {known.id: place for place, known in enumerate(fields)}
    if language in FAMILY_NAME_FIRST and places.keys() >= {GIVEN_NAME, FAMILY_NAME}:
        given, family = places[GIVEN_NAME], places[FAMILY_NAME]
        if given < family:
            fields.insert(given, fields.pop(family))
    return fields
