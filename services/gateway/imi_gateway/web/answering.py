"""Answering a request: one form with the questions and the follow-ups that answers open."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from imi_contracts.areas import Area, Problem, validate_answer, validate_reply
from imi_contracts.errors import Refused
from imi_contracts.vocabularies import AnswerType
from imi_gateway.clients.models import Answer, AskedQuestion, RequestView
from imi_gateway.web import submitted
from imi_gateway.web.desk import Desk, DeskOf, Submitted
from imi_gateway.web.questions import QuestionView, asker_of
from imi_gateway.web.refusals import problems_of
from imi_gateway.web.subjects import subject_parts
from imi_gateway.web.submitted import KEY, word

router = APIRouter(prefix="/requests/{request_id}/answer")
MISSING = Problem("subject.field_required", "")  # "answer.required" names the question by a code


@router.get("")
async def show(desk: DeskOf, request_id: UUID, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    view = await desk.services.requests.view(desk.person, request_id)
    if "save_answers" not in view.actions and "reply" not in view.actions:
        return desk.go(f"/requests/{request_id}")
    return answer_page(desk, view, done=done)


@router.post("")
async def answer(desk: DeskOf, request_id: UUID, form: Submitted) -> Response:
    """Save for later, or provide the information; then every open question must be answered."""
    view = await desk.services.requests.view(desk.person, request_id)
    body = _body(desk, view, form)
    replying = word(form, "go") == "reply"
    errors = problems(desk, desk.areas.of(view), asked_in(view), body, complete=replying)
    if errors:
        return answer_page(desk, filled(view, body), status=422, errors=errors)
    try:
        await _send(desk, request_id, word(form, KEY), body, replying=replying)
    except Refused as refusal:
        return answer_page(
            desk, filled(view, body), status=422, errors=_beside(desk, desk.areas.of(view), refusal, body)
        )
    return desk.go(
        f"/requests/{request_id}?done=replied" if replying else f"/requests/{request_id}/answer?done=saved"
    )


async def _send(desk: Desk, request_id: UUID, key: str, body: dict[str, Any], *, replying: bool) -> None:
    requests = desk.services.requests
    if replying:
        await requests.step(desk.person, key, request_id, "reply", body)
    else:
        await requests.save_answers(desk.person, key, request_id, body)


def _body(desk: Desk, view: RequestView, form: FormData) -> dict[str, Any]:
    return {
        "version": submitted.version(form),
        "answers": submitted.answers(form, desk.areas.of(view), asked_in(view)),
        "free_text": word(form, "free_text") or None,
        "language": desk.speech.content,
    }


def asked_in(view: RequestView) -> list[str]:
    return [q.question for q in view.asked]


def problems(
    desk: Desk, area: Area, asked: list[str], body: dict[str, Any], *, complete: bool
) -> dict[str, str]:
    """What is wrong, by form field; all of it at once."""
    found: dict[str, str] = {}
    for given in body["answers"]:
        if given["value"] is not None:
            found |= _of_answer(desk, area, given, complete=complete)
    if complete:
        values = {g["question"]: g["value"] for g in body["answers"] if g["value"] is not None}
        tops = [name for name in asked if (q := area.question(name)) is not None and q.parent is None]
        for problem in validate_reply(area, tops, values):
            found.setdefault(f"a.{problem.params['question']}", desk.sentence(MISSING))
    return found


def _of_answer(desk: Desk, area: Area, given: dict[str, Any], *, complete: bool) -> dict[str, str]:
    name, value, comment = given["question"], given["value"], given["comment"]
    return {
        _field_of(name, area, problem.pointer): desk.sentence(_about(problem, name), area)
        for problem in validate_answer(area, name, value, comment, complete=complete)
    }


def _field_of(question: str, area: Area, pointer: str) -> str:
    """The form field a pointer into an answer means: a checklist has one for each document."""
    known, part = area.question(question), pointer.rpartition("/")[2]
    is_line = known is not None and known.answer.type is AnswerType.CHECKLIST and part in known.answer.choices
    return f"a.{question}.{part}" if is_line else f"a.{question}"


def _about(problem: Problem, question: str) -> Problem:
    """With the question, whose answers the sentence may list."""
    return Problem(problem.code, problem.pointer, {"question": question, **problem.params})


def _beside(desk: Desk, area: Area, refusal: Refused, body: dict[str, Any]) -> dict[str, str]:
    errors = {}
    for problem in problems_of(refusal):
        match problem.pointer.strip("/").split("/"):
            case ["answers", place, *_] if place.isdigit():
                question = body["answers"][int(place)]["question"]
                errors[_field_of(question, area, problem.pointer)] = desk.sentence(problem, area)
            case ["answers"] if "question" in problem.params:
                errors[f"a.{problem.params['question']}"] = desk.sentence(MISSING)
            case [name] if name in body and name != "version":
                errors[name] = desk.sentence(problem, area)
            case _:
                raise refusal
    if not errors:
        raise refusal
    return errors


def filled(view: RequestView, body: dict[str, Any]) -> RequestView:
    """The view with what was typed, so that nobody types it twice."""
    given = {a["question"]: Answer(value=a["value"], comment=a["comment"]) for a in body["answers"]}
    known = {q.question for q in view.questions}
    asked = [q.model_copy(update={"answer": given.get(q.question)}) for q in view.questions]
    more = [AskedQuestion(question=name, answer=a) for name, a in given.items() if name not in known]
    return view.model_copy(update={"questions": asked + more})


def answer_page(
    desk: Desk, view: RequestView, *, status: int = 200, errors: dict[str, str] | None = None, done: str = ""
) -> Response:
    """The form with what was answered so far."""
    language = desk.speech.content
    text = view.free_text("reply", "responding")
    asked = asker_of(desk.areas, view, language).asked(view.asked)
    return desk.page(
        "requests/answer.html",
        status=status,
        view=view,
        errors=errors or {},
        done=done,
        kind_title=desk.areas.kind_title(view, language),
        subject=subject_parts(desk.areas, view, language),
        questions=asked,
        free_text=text.text if text else "",
        files=[(str(file.id), file.name) for file in view.attached_by("responding")],
        labels=_labels(asked),
    )


def _labels(asked: list[QuestionView]) -> dict[str, str]:
    """What the fields are called in the summary of errors: the question, or a document of its checklist."""
    every = [q for top in asked for q in top.walk()]
    lines = {f"a.{q.id}.{line.document}": line.label for q in every for line in q.checklist}
    return {f"a.{q.id}": q.text for q in every} | lines
