"""Writing a request step by step; each step is a form of its own that saves the draft."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.datastructures import FormData
from starlette.responses import Response

from imi_contracts.areas import Area, Problem, validate_question, validate_subject
from imi_contracts.areas.values import parse_date
from imi_contracts.errors import Refused
from imi_gateway.clients.models import RequestView
from imi_gateway.web import submitted
from imi_gateway.web.compose_pages import Step, latest_of, order_of, step_page, today
from imi_gateway.web.desk import Desk, DeskOf, Submitted
from imi_gateway.web.kinds import Fitted, fitted, kind_of, latest_day
from imi_gateway.web.refusals import problems_of
from imi_gateway.web.submitted import KEY, word

router = APIRouter(prefix="/requests/{request_id}/edit")
MOST_DROPPED = 200


class Shown(BaseModel):
    """What the address says beside the step: words looked for, what was done, what a change of kind dropped."""

    find: str = Field("", max_length=100)
    done: str = Field("", max_length=40)
    dropped: list[str] = Field([], max_length=MOST_DROPPED)


@router.get("/{step}")
async def show(desk: DeskOf, request_id: UUID, step: Step, shown: Annotated[Shown, Query()]) -> Response:
    view = await desk.services.requests.view(desk.person, request_id)
    if "edit" not in view.actions:
        return desk.go(f"/requests/{request_id}")
    steps = order_of(desk.areas.of(view))
    if step not in steps:
        return desk.go(f"/requests/{request_id}/edit/{steps[0]}")
    return await step_page(desk, view, step, **shown.model_dump())


@router.post("/{step}")
async def save(desk: DeskOf, request_id: UUID, step: Step, form: Submitted) -> Response:
    """Save what the step's form holds; `go` says what the reader wants next."""
    view = await desk.services.requests.view(desk.person, request_id)
    if step == "review":
        return await _send(desk, view, form)
    area = desk.areas.of(view)
    draft, dropped = _drafted(area, view, step, form)
    errors = _problems(desk, view, step, draft) if word(form, "go") == "next" else {}
    try:
        view = await desk.services.requests.save_draft(
            desk.person, word(form, KEY), request_id, _sent(form, draft)
        )
    except Refused as refusal:
        errors |= _beside_field(desk, area, refusal, draft)
    if errors:
        return await step_page(desk, view, step, status=422, errors=errors, draft=draft, dropped=dropped)
    return desk.go(_next(view, order_of(area), step, form, dropped))


def _drafted(area: Area, view: RequestView, step: Step, form: FormData) -> Fitted:
    """The draft with what the step's form holds."""
    draft = submitted.draft_of(view)
    if step == "kind":
        return _of_chosen_kind(area, view, draft, form)
    return Fitted(draft | _changes(area, view, step, form), [])


def _of_chosen_kind(area: Area, view: RequestView, draft: dict[str, Any], form: FormData) -> Fitted:
    """The draft as far as it fits the kind chosen in the form."""
    kind = area.kind(word(form, "kind") or kind_of(area, view).id)
    if kind is None:
        raise Refused("request.kind_unknown", kind=word(form, "kind"), area=area.id)
    latest = latest_day(kind, view.responding.country, today())
    return fitted(area, kind, draft | {"reason": word(form, "reason") or None}, latest)


async def _send(desk: Desk, view: RequestView, form: FormData) -> Response:
    version = {"version": submitted.version(form)}
    try:
        await desk.services.requests.step(desk.person, word(form, KEY), view.id, "send", version)
    except Refused as refusal:
        errors = _beside_field(desk, desk.areas.of(view), refusal, submitted.draft_of(view))
        return await step_page(desk, view, "review", status=422, errors=errors)
    return desk.go(f"/requests/{view.id}?done=sent")


def _sent(form: FormData, draft: dict[str, Any]) -> dict[str, Any]:
    """With the version the reader saw, so that two people do not overwrite each other's draft."""
    return draft | {"version": submitted.version(form)}


def _changes(area: Area, view: RequestView, step: Step, form: FormData) -> dict[str, Any]:
    match step:
        case "person":
            return {"subject": submitted.subject(form, area, kind_of(area, view).id)}
        case "questions" | "documents":
            about = step == "documents"
            return {"questions": submitted.questions(form, area, view, attachments=about)}
        case _:
            names = ("free_text", "deadline", "legal_basis")
            return {name: word(form, name) or None for name in names}


def _problems(desk: Desk, view: RequestView, step: Step, draft: dict[str, Any]) -> dict[str, str]:
    """Everything wrong in this step at once; the owning service checks again when the request is sent."""
    area = desk.areas.of(view)
    kind = area.kind(draft["kind"]) or kind_of(area, view)
    match step:
        case "kind":
            gap = kind.reason_required and not draft["reason"]
            found = {"reason": Problem("request.reason_missing", "")} if gap else {}
        case "person":
            wrong = validate_subject(area, draft["subject"], kind=kind.id)
            found = {_field_of(f"/subject{p.pointer}", draft) if p.pointer else "": p for p in wrong}
        case "questions" | "documents":
            found = {
                _parameter_field(asked["question"], p): p
                for asked in draft["questions"]
                for p in validate_question(area, asked["question"], asked["parameters"], kind=kind.id)
            }
        case _:
            found = _message_problems(area, draft, latest_of(area, view))
    return {name: desk.sentence(problem, area) for name, problem in found.items()}


def _message_problems(area: Area, draft: dict[str, Any], latest: date | None) -> dict[str, Problem]:
    needed = {"deadline": area.deadlines.requester_proposes, "legal_basis": bool(area.legal_bases)}
    found = {n: Problem(f"{n}.missing", "") for n, is_needed in needed.items() if is_needed and not draft[n]}
    wished = parse_date(draft["deadline"])
    if wished and latest and wished > latest:
        found["deadline"] = Problem("deadline.beyond_limit", "", {"deadline": latest.isoformat()})
    return found


def _parameter_field(question: str, problem: Problem) -> str:
    return f"p.{question}.{_name_in(problem.pointer.removeprefix('/parameters/'))}"


def _name_in(path: str) -> str:
    """The field's name, also when the problem lies in one half of a period or an amount."""
    return path.partition("/")[0]


def _beside_field(desk: Desk, area: Area, refusal: Refused, draft: dict[str, Any]) -> dict[str, str]:
    """Form fields with what is wrong there; a refusal that points nowhere is no matter of the form."""
    problems = problems_of(refusal)
    if not problems or any(p.pointer == "/version" for p in problems):
        raise refusal
    return {_field_of(p.pointer, draft): desk.sentence(p, area) for p in problems}


def _field_of(pointer: str, draft: dict[str, Any]) -> str:
    """A pointer into the draft as the name of a form field."""
    match pointer.strip("/").split("/"):
        case ["subject", name, *_]:
            return f"subject.{name}"
        case ["questions", index, "parameters", name, *_] if index.isdigit():
            return f"p.{draft['questions'][int(index)]['question']}.{name}"
        case ["questions", index, _] if index.isdigit():
            return f"q.{draft['questions'][int(index)]['question']}"
        case parts:
            return parts[0]


def _next(view: RequestView, steps: tuple[Step, ...], step: Step, form: FormData, dropped: list[str]) -> str:
    """Where to go after saving; what had to be dropped is named on the page that comes."""
    place, words = step, dict[str, Any]()
    match word(form, "go"):
        case "next":
            place = steps[steps.index(step) + 1]
        case "find":
            words["find"] = word(form, "find")
        case _:
            words["done"] = "saved"
    if dropped:
        words["dropped"] = dropped[:MOST_DROPPED]
    address = f"/requests/{view.id}/edit/{place}"
    return f"{address}?{urlencode(words, doseq=True)}" if words else address
