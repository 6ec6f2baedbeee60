"""What a browser sent: fields of a form as drafts, answers and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from imi_contracts.areas import questions_to_answer
from imi_contracts.errors import Refused
from imi_contracts.vocabularies import AnswerType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import FormData

    from imi_contracts.areas import Area, Question
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
    text = view.free_text("request")
    deadline = view.deadline.proposed
    return {
        "version": view.version,
        "subject": view.subject or {},
        "questions": [{"question": q.question, "parameters": q.parameters} for q in view.asked],
        "free_text": text.text if text else None,
        "deadline": deadline.isoformat() if deadline else None,
        "legal_basis": view.legal_basis,
    }


def subject(form: FormData, area: Area) -> dict[str, str]:
    """The filled fields of the subject form."""
    given = {name: word(form, f"subject.{name}") for name in area.subject.fields}
    return {name: value for name, value in given.items() if value}


def questions(form: FormData, area: Area, view: RequestView, *, attachments: bool) -> list[dict[str, Any]]:
    """The chosen questions in the area's order; those the page did not show stay as they were."""
    shown = {q.id for q in area.questions if q.about_attachment is attachments}
    kept = {q.question: q.parameters for q in view.asked if q.question not in shown}
    chosen = {name: _parameters(form, area.by_id[name]) for name in words(form, "question") if name in shown}
    both = kept | chosen
    return [{"question": q.id, "parameters": both[q.id]} for q in area.questions if q.id in both]


def _parameters(form: FormData, question: Question) -> dict[str, str]:
    given = {name: word(form, f"p.{question.id}.{name}") for name in question.parameters}
    return {name: value for name, value in given.items() if value}


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
    match question.answer.type:
        case AnswerType.MULTIPLE_CHOICE:
            return words(form, name) or None
        case AnswerType.PERIOD:
            begin = word(form, f"{name}.from")
            return {"from": begin, "to": word(form, f"{name}.to") or None} if begin else None
        case AnswerType.AMOUNT:
            value = word(form, f"{name}.value").replace(",", ".")
            return {"value": value, "currency": word(form, f"{name}.currency").upper()} if value else None
        case AnswerType.NUMBER:
            return word(form, name).replace(",", ".") or None
        case _:
            return word(form, name) or None


def _special(value: str) -> str:
    return value.removeprefix(SPECIAL) if value.startswith(SPECIAL) else ""
