"""An area as one JSON document in one language: what a form needs; `GET /catalogues/{area}` answers it."""

from typing import Any

from imi_contracts.areas.model import Answer, Area, Field, Kind, Limit, Question
from imi_contracts.areas.values import CHECKLIST_STATES
from imi_contracts.catalogue import country_codes, country_name, sort_key
from imi_contracts.vocabularies.enums import AnswerType, FieldType


def _countries(language: str) -> list[dict[str, str]]:
    pairs = [{"value": code, "label": country_name(code, language)} for code in country_codes()]
    return sorted(pairs, key=lambda pair: sort_key(pair["label"]))


def _codes(area: Area, code_list: str, language: str) -> list[dict[str, str]]:
    options = area.vocabularies[code_list].options(language)
    return [{"value": code, "label": label} for code, label in options]


def describe_field(area: Area, field: Field, language: str) -> dict[str, Any]:
    """A field with label, help and options."""
    options: list[dict[str, str]] = []
    if field.type is FieldType.COUNTRY:
        options = _countries(language)
    elif field.code_list:
        options = _codes(area, field.code_list, language)
    return {
        "id": field.id,
        "type": field.type.value,
        "of": field.of.value if field.of else None,
        "required": field.required,
        "data": field.data.value,
        "max_length": field.max_length,
        "kinds": list(field.only_in),
        "label": area.text(f"field.{field.id}", language),
        "help": area.texts.get(f"field.{field.id}.help", language),
        "options": options,
    }


def describe_kind(area: Area, kind: Kind, language: str) -> dict[str, Any]:
    """A kind of request with its limit; an area that names no kinds has one called like the area."""
    return {
        "id": kind.id,
        "label": area.text("area.title" if kind.implied else kind.key, language),
        "help": area.texts.get(f"{kind.key}.help", language),
        "categories": list(kind.categories),
        "suggested_days": kind.suggested_days,
        "reason_required": kind.reason_required,
        "limit": _limit(kind.limit) if kind.limit else None,
    }


def _limit(limit: Limit) -> dict[str, Any]:
    """Months stand for themselves; days come with how they are counted."""
    length = {"months": limit.months} if limit.months else {"days": limit.days, "count": limit.count.value}
    return length | {"legal_basis": limit.legal_basis}


def answer_options(area: Area, question: Question, language: str) -> list[dict[str, str]]:
    """The prepared answers of a question in the language; empty for free input."""
    answer = question.answer
    if answer.type is AnswerType.YES_NO:
        return [
            {"value": code, "label": area.vocabularies.label("yes-no", code, language)}
            for code in ("yes", "no")
        ]
    if answer.type is AnswerType.COUNTRY:
        return _countries(language)
    if answer.choice_list:
        key = f"choice.{answer.choice_list}"
        return [
            {"value": choice, "label": area.text(f"{key}.{choice}", language)} for choice in answer.choices
        ]
    return _codes(area, answer.code_list, language) if answer.code_list else []


def checklist_states(area: Area, language: str) -> list[dict[str, str]]:
    """What can be said of each document of a checklist, in the order of the vocabulary."""
    states = area.vocabularies[CHECKLIST_STATES]
    return [{"value": code, "label": states.label(code, language)} for code in states.codes]


def _describe_answer(area: Area, question: Question, language: str) -> dict[str, Any]:
    answer: Answer = question.answer
    labels = area.vocabularies["answer-specials"]
    is_checklist = answer.type is AnswerType.CHECKLIST
    return {
        "type": answer.type.value,
        "data": answer.data.value,
        "max_length": answer.max_length,
        "min": None if answer.minimum is None else str(answer.minimum),
        "max": None if answer.maximum is None else str(answer.maximum),
        "options": answer_options(area, question, language),
        "states": checklist_states(area, language) if is_checklist else [],
        "specials": [
            {"value": special.value, "label": labels.label(special, language)} for special in answer.specials
        ],
    }


def describe_question(area: Area, question: Question, language: str) -> dict[str, Any]:
    """A question with its template text (placeholders unfilled), answer and follow-ups."""
    return {
        "id": question.id,
        "category": question.category,
        "text": area.text(question.key, language),
        "text_language": area.texts.language_of(question.key, language),
        "help": area.texts.get(f"{question.key}.help", language),
        "placeholders": list(question.placeholders),
        "parameters": list(question.parameters),
        "comment_allowed": question.comment_allowed,
        "attachment_requestable": question.attachment_requestable,
        "about_attachment": question.about_attachment,
        "answer": _describe_answer(area, question, language),
        "follow_ups": [
            {
                "when": list(follow_up.when),
                "questions": [describe_question(area, child, language) for child in follow_up.questions],
            }
            for follow_up in question.follow_ups
        ],
    }


def describe_area(area: Area, language: str) -> dict[str, Any]:
    """The whole area in one language."""
    return {
        "id": area.id,
        "version": area.version,
        "language": language,
        "title": area.text("area.title", language),
        "description": area.text("area.description", language),
        "legal_bases": [
            {
                "id": basis.id,
                "act": basis.act,
                "article": basis.article,
                "label": area.text(f"legal-basis.{basis.id}", language),
            }
            for basis in area.legal_bases.values()
        ],
        "kinds": [describe_kind(area, kind, language) for kind in area.kinds.values()],
        "deadlines": {
            "proposed_by": area.deadlines.proposed_by.value,
            "count": area.deadlines.count.value,
            "suggested_days": area.deadlines.suggested_days,
        },
        "competence_lists": [
            {"list": competence.code_list, "field": competence.field} for competence in area.competence_lists
        ],
        "subject": {
            "kinds": [kind.value for kind in area.subject.kinds],
            "required": [kind.value for kind in area.subject.required],
            "fields": [describe_field(area, field, language) for field in area.subject.fields.values()],
        },
        "parameters": [describe_field(area, field, language) for field in area.parameters.values()],
        "categories": [
            {
                "id": category,
                "label": area.text(f"category.{category}", language),
                "questions": [
                    describe_question(area, question, language) for question in area.in_category(category)
                ],
            }
            for category in area.categories
        ],
    }
