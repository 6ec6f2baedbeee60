"""Writing a request in five steps; each is a form of its own that saves the draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from imi_contracts.areas import Problem, validate_question, validate_subject
from imi_contracts.areas.values import parse_date
from imi_contracts.catalogue import sort_key
from imi_contracts.errors import Refused
from imi_gateway.clients.models import RequestView
from imi_gateway.web import submitted
from imi_gateway.web.desk import Desk, DeskOf, Submitted
from imi_gateway.web.questions import Category, asker_of, in_name_order, subject_rows
from imi_gateway.web.refusals import problems_of
from imi_gateway.web.submitted import KEY, word

router = APIRouter(prefix="/requests/{request_id}/edit")
Step = Literal["person", "questions", "documents", "message", "review"]
ORDER: tuple[Step, ...] = ("person", "questions", "documents", "message", "review")


@router.get("/{step}")
async def show(
    desk: DeskOf,
    request_id: UUID,
    step: Step,
    find: Annotated[str, Query(max_length=100)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    view = await desk.services.requests.view(desk.person, request_id)
    if "edit" not in view.actions:
        return desk.go(f"/requests/{request_id}")
    return step_page(desk, view, step, find=find, done=done)


@router.post("/{step}")
async def save(desk: DeskOf, request_id: UUID, step: Step, form: Submitted) -> Response:
    """Save what the step's form holds; `go` says what the reader wants next."""
    view = await desk.services.requests.view(desk.person, request_id)
    if step == "review":
        return await _send(desk, view, form)
    draft = submitted.draft_of(view) | _changes(desk, view, step, form)
    errors = _problems(desk, view, step, draft) if word(form, "go") == "next" else {}
    try:
        view = await desk.services.requests.save_draft(
            desk.person, word(form, KEY), request_id, _sent(form, draft)
        )
    except Refused as refusal:
        errors |= _beside_field(desk, view.area, refusal, draft)
    if errors:
        return step_page(
            desk, typed(view, draft), step, status=422, errors=errors, typed_text=draft["free_text"]
        )
    return desk.go(_next(request_id, step, form))


async def _send(desk: Desk, view: RequestView, form: FormData) -> Response:
    version = {"version": submitted.version(form)}
    try:
        await desk.services.requests.step(desk.person, word(form, KEY), view.id, "send", version)
    except Refused as refusal:
        errors = _beside_field(desk, view.area, refusal, submitted.draft_of(view))
        return step_page(desk, view, "review", status=422, errors=errors)
    return desk.go(f"/requests/{view.id}?done=sent")


def _sent(form: FormData, draft: dict[str, Any]) -> dict[str, Any]:
    """With the version the reader saw, so that two people do not overwrite each other's draft."""
    return draft | {"version": submitted.version(form)}


def _changes(desk: Desk, view: RequestView, step: Step, form: FormData) -> dict[str, Any]:
    area = desk.areas[view.area]
    match step:
        case "person":
            return {"subject": submitted.subject(form, area)}
        case "questions" | "documents":
            about = step == "documents"
            return {"questions": submitted.questions(form, area, view, attachments=about)}
        case _:
            names = ("free_text", "deadline", "legal_basis")
            return {name: word(form, name) or None for name in names}


def _problems(desk: Desk, view: RequestView, step: Step, draft: dict[str, Any]) -> dict[str, str]:
    """Everything wrong in this step at once; the owning service checks again when the request is sent."""
    area = desk.areas[view.area]
    if step == "person":
        found = {
            f"subject.{p.pointer.strip('/')}" if p.pointer else "": p
            for p in validate_subject(area, draft["subject"])
        }
    elif step in {"questions", "documents"}:
        found = {
            _parameter_field(asked["question"], p): p
            for asked in draft["questions"]
            for p in validate_question(area, asked["question"], asked["parameters"])
        }
    else:
        codes = {"deadline": "deadline.missing", "legal_basis": "legal_basis.missing"}
        needed = codes if area.legal_bases else {"deadline": codes["deadline"]}
        found = {name: Problem(code, "") for name, code in needed.items() if not draft[name]}
    return {name: desk.sentence(problem, area.id) for name, problem in found.items()}


def _parameter_field(question: str, problem: Problem) -> str:
    return f"p.{question}.{problem.pointer.rpartition('/')[2]}"


def _beside_field(desk: Desk, area: str, refusal: Refused, draft: dict[str, Any]) -> dict[str, str]:
    """Form fields with what is wrong there; a refusal that points nowhere is no matter of the form."""
    problems = problems_of(refusal)
    if not problems or any(p.pointer == "/version" for p in problems):
        raise refusal
    return {_field_of(p.pointer, draft): desk.sentence(p, area) for p in problems}


def _field_of(pointer: str, draft: dict[str, Any]) -> str:
    """A pointer into the draft as the name of a form field."""
    match pointer.strip("/").split("/"):
        case ["subject", name]:
            return f"subject.{name}"
        case ["questions", index, "parameters", name] if index.isdigit():
            return f"p.{draft['questions'][int(index)]['question']}.{name}"
        case ["questions", index, _] if index.isdigit():
            return f"q.{draft['questions'][int(index)]['question']}"
        case parts:
            return parts[0]


def _next(request_id: UUID, step: Step, form: FormData) -> str:
    here = f"/requests/{request_id}/edit/{step}"
    match word(form, "go"):
        case "next":
            return f"/requests/{request_id}/edit/{ORDER[ORDER.index(step) + 1]}"
        case "find":
            return f"{here}?find={quote(word(form, 'find'))}"
        case _:
            return f"{here}?done=saved"


def typed(view: RequestView, draft: dict[str, Any]) -> RequestView:
    """The view with what was typed but could not be saved as it is."""
    known = {
        "subject": draft["subject"],
        "questions": draft["questions"],
        "legal_basis": draft["legal_basis"],
        "deadline": {"proposed": parse_date(draft["deadline"])},
    }
    return RequestView.model_validate(view.model_dump() | known)


def step_page(
    desk: Desk,
    view: RequestView,
    step: Step,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    find: str = "",
    done: str = "",
    typed_text: str | None = None,
) -> Response:
    """One step's form."""
    text = view.free_text("request")
    shown = {
        "view": view,
        "step": step,
        "errors": errors or {},
        "labels": labels_of(desk, view),
        "done": done,
        "find": find,
        "subject": view.subject or {},
        "free_text": typed_text or (text.text if text else ""),
        "today": date.today().isoformat(),  # noqa: DTZ011  (only a hint for the browser's calendar)
    }
    return desk.page(f"compose/{step}.html", status=status, **(shown | _of_step(desk, view, step, find)))


def labels_of(desk: Desk, view: RequestView) -> dict[str, str]:
    """What the fields of all steps are called, for the summary of errors."""
    area, language = desk.areas[view.area], desk.speech.content
    asker = asker_of(desk.areas, view, language)
    labels = {f"subject.{name}": area.text(f"field.{name}", language) for name in area.subject.fields}
    for question in asker.asked(view.asked):
        labels[f"q.{question.id}"] = question.text
        for name in area.by_id[question.id].parameters:
            labels[f"p.{question.id}.{name}"] = f"{question.text} {area.text(f'field.{name}', language)}"
    return labels


def _of_step(desk: Desk, view: RequestView, step: Step, find: str) -> dict[str, Any]:
    area, language = desk.areas[view.area], desk.speech.content
    asker = asker_of(desk.areas, view, language)
    picked = {q.question: q.parameters for q in view.asked}
    match step:
        case "person":
            fields = [desk.areas.field(area, f, language) for f in in_name_order(area, language)]
            kinds = [(k.value, [f for f in fields if f["of"] == k.value]) for k in area.subject.kinds]
            return {"kinds": kinds}
        case "questions":
            return {"categories": found_in(asker.choice(picked, attachments=False), find)}
        case "documents":
            return {"categories": asker.choice(picked, attachments=True)}
        case "message":
            bases = [(b, area.text(f"legal-basis.{b}", language)) for b in area.legal_bases]
            limits = [f"{area.text(k.key, language)}: {k.limit.days}" for k in area.kinds.values() if k.limit]
            day = view.deadline.proposed or date.today() + timedelta(days=area.deadlines.suggested_days)  # noqa: DTZ011
            return {"legal_bases": bases, "limits": limits, "deadline": day.isoformat()}
        case _:
            return {
                "questions": asker.asked(view.asked),
                "subject": subject_rows(desk.areas, view, language),
            }


def found_in(categories: list[Category], find: str) -> list[Category]:
    """The questions that hold every word looked for; the chosen ones always stay."""
    words = sort_key(find).split()
    kept = [
        replace(
            c, questions=[q for q in c.questions if q.picked or all(w in sort_key(q.text) for w in words)]
        )
        for c in categories
    ]
    return [category for category in kept if category.questions]
