"""What a browser sent: fields of a form as drafts, answers and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from imi_contracts.areas import questions_to_answer
from imi_contracts.errors import Refused
from imi_contracts.vocabularies import AnswerType, FieldType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import FormData

    from imi_contracts.areas import Area, Field, Question
    from imi_gateway.clients.models import RequestView

KEY = "command_key"
VERSION_DIGITS = 9
SPECIAL = "special:"  # prefix of "not known" and its like among the radio buttons of an answer


def word(form: FormData, name: str) -> str:
    """One text field, trimmed; "" when it is absent."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def words(form: FormData, name: str) -> list[str]:
    return [value for value in form.getlist(name) if isinstance(value, str) and value]


def version(form: FormData) -> int:
    """The version the reader saw; a form without one was not made by these pages."""
    given = word(form, "version")
    if not (given.isascii() and given.isdigit() and len(given) <= VERSION_DIGITS):
        raise Refused("request.malformed", reason="version")
    return int(given)


def identifier(form: FormData, name: str) -> UUID:
    """An identifier from a hidden field."""
    try:
        return UUID(word(form, name))
    except ValueError:
        raise Refused("request.malformed", reason=name) from None


def draft_of(view: RequestView) -> dict[str, Any]:
    """A draft as it stands, as the body of the command that saves it."""
    text, reason = view.free_text("request"), view.free_text("reason")
    deadline = view.deadline.proposed
    return {
        "version": view.version,
        "kind": view.kind,
        "reason": reason.text if reason else None,
        "subject": view.subject or {},
        "questions": [asked(q.question, q.parameters, wanted=q.attachment_wanted) for q in view.asked],
        "free_text": text.text if text else None,
        "deadline": deadline.isoformat() if deadline else None,
        "legal_basis": view.legal_basis,
    }


def asked(question: str, parameters: dict[str, Any], *, wanted: bool) -> dict[str, Any]:
    """One question of a draft; `wanted` asks for a document with the answer."""
    plain = {"question": question, "parameters": parameters}
    return plain | {"attachment_wanted": True} if wanted else plain


def subject(form: FormData, area: Area, kind: str | None) -> dict[str, Any]:
    """The filled fields of the subject form of this kind of request."""
    given = {known.id: _field(form, f"subject.{known.id}", known) for known in area.fields_of(kind)}
    return {name: value for name, value in given.items() if value}


def questions(form: FormData, area: Area, view: RequestView, *, attachments: bool) -> list[dict[str, Any]]:
    """The chosen questions in the area's order; those the page did not show stay as they were."""
    shown = {q.id for q in area.questions_of(view.kind) if q.about_attachment is attachments}
    both = {q["question"]: q for q in draft_of(view)["questions"] if q["question"] not in shown}
    both |= {name: _chosen(form, area, area.by_id[name]) for name in words(form, "question") if name in shown}
    return [both[q.id] for q in area.questions if q.id in both]


def _chosen(form: FormData, area: Area, question: Question) -> dict[str, Any]:
    wanted = can_ask_for_document(question) and bool(word(form, f"d.{question.id}"))
    return asked(question.id, _parameters(form, area, question), wanted=wanted)


def can_ask_for_document(question: Question) -> bool:
    """Where the answer is a document anyway, there is nothing to ask for beside it."""
    return question.attachment_requestable and question.answer.type is not AnswerType.ATTACHMENT


def _parameters(form: FormData, area: Area, question: Question) -> dict[str, Any]:
    given = {
        name: _field(form, f"p.{question.id}.{name}", area.parameters[name]) for name in question.parameters
    }
    return {name: value for name, value in given.items() if value}


def _field(form: FormData, name: str, field: Field) -> Any:
    """One field in the shape the contract gives its type; nothing when nothing was entered."""
    match field.type:
        case FieldType.PERIOD:
            return period(form, name)
        case FieldType.AMOUNT:
            return amount(form, name)
        case FieldType.NUMBER:
            return number(word(form, name))
        case _:
            return word(form, name)


def number(typed: str) -> str:
    """A number as people write it, with a decimal comma and spaces between thousands."""
    return "".join(typed.split()).replace(",", ".")


def period(form: FormData, name: str) -> dict[str, str | None] | None:
    """Two dates; a last day without a first one is kept, so that the gap can be named."""
    begin, end = word(form, f"{name}.from"), word(form, f"{name}.to")
    return {"from": begin, "to": end or None} if begin or end else None


def amount(form: FormData, name: str) -> dict[str, str] | None:
    """Value and currency; the currency alone, which the form fills in beforehand, is no amount."""
    value = number(word(form, f"{name}.value"))
    return {"value": value, "currency": word(form, f"{name}.currency").upper()} if value else None


def answers(form: FormData, area: Area, asked: Sequence[str]) -> list[dict[str, Any]]:
    """Answers to the asked questions and to the follow-ups that these answers open."""
    tops = [question for name in asked if (question := area.question(name)) is not None]
    given = {q.id: answer(form, q) for top in tops for q in top.walk()}
    known = {name: value for name, value in given.items() if value is not None}
    wanted = {q.id for q in questions_to_answer(area, list(asked), known)}
    every = [q.id for top in tops for q in top.walk() if q.id in wanted]
    return [
        {"question": name, "value": given[name], "comment": word(form, f"c.{name}") or None}
        for name in every
        if given[name] is not None or word(form, f"c.{name}")
    ]


def answer(form: FormData, question: Question) -> Any:
    """One answer in the shape the contract gives its type; None when nothing was entered."""
    name = f"a.{question.id}"
    if special := word(form, f"s.{question.id}") or _special(word(form, name)):
        return {"special": special}
    return _ordinary(form, name, question) or None


def _ordinary(form: FormData, name: str, question: Question) -> Any:
    match question.answer.type:
        case AnswerType.MULTIPLE_CHOICE:
            return words(form, name)
        case AnswerType.CHECKLIST:
            states = {document: word(form, f"{name}.{document}") for document in question.answer.choices}
            return {document: state for document, state in states.items() if state}
        case AnswerType.PERIOD:
            return period(form, name)
        case AnswerType.AMOUNT:
            return amount(form, name)
        case AnswerType.NUMBER:
            return number(word(form, name))
        case _:
            return word(form, name)


def _special(value: str) -> str:
    return value.removeprefix(SPECIAL) if value.startswith(SPECIAL) else ""
