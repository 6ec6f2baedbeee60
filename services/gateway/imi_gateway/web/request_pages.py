"""Requests: the lists, the page of one request, and each step that is taken on it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from imi_contracts.errors import Refused
from imi_gateway.clients.models import RequestView
from imi_gateway.web.compose_pages import order_of
from imi_gateway.web.desk import Desk, DeskOf, Submitted
from imi_gateway.web.kinds import kind_of, limit_words
from imi_gateway.web.questions import asker_of
from imi_gateway.web.subjects import subject_parts
from imi_gateway.web.submitted import KEY, identifier, version, word

router = APIRouter(prefix="/requests")
Box = Literal["action", "received", "sent", "drafts", "closed"]


@router.get("")
async def listing(
    desk: DeskOf,
    box: Box = "action",
    status: Annotated[str, Query(max_length=40)] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    found = await desk.services.requests.listing(desk.person, box=box, status=status, page=page)
    counts = await desk.services.requests.counts(desk.person)
    return desk.page("requests/list.html", found=found, counts=counts, box=box, wanted=status)


@router.post("")
async def create(desk: DeskOf, form: Submitted) -> RedirectResponse:
    """A new draft, and on to its first step."""
    area, responding = word(form, "area"), identifier(form, "responding")
    made = await desk.services.requests.create(
        desk.person, word(form, KEY), area=area, responding=responding, language=desk.speech.content
    )
    return desk.go(f"/requests/{made.id}/edit/{order_of(desk.areas.of(made))[0]}")


@router.get("/{request_id}")
async def show(desk: DeskOf, request_id: UUID, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    view = await desk.services.requests.view(desk.person, request_id)
    return request_page(desk, view, done=done)


@router.post("/{request_id}/accept")
async def accept(desk: DeskOf, request_id: UUID, form: Submitted) -> Response:
    """Accept, with the proposed date or with another one."""
    other = word(form, "date") == "other"
    if other and not word(form, "deadline"):
        return await refused_step(desk, request_id, {"deadline": Refused("value.not_a_date")}, form)
    body = {"deadline": word(form, "deadline") if other else None}
    return await take(desk, request_id, form, "accept", body, done="accepted")


@router.post("/{request_id}/deadline/propose")
async def propose_deadline(desk: DeskOf, request_id: UUID, form: Submitted) -> Response:
    if not word(form, "new-deadline"):
        return await refused_step(desk, request_id, {"new-deadline": Refused("value.not_a_date")}, form)
    body = {"deadline": word(form, "new-deadline")}
    return await take(desk, request_id, form, "deadline/propose", body, done="proposed")


@router.post("/{request_id}/deadline/agree")
async def agree_deadline(desk: DeskOf, request_id: UUID, form: Submitted) -> Response:
    return await take(desk, request_id, form, "deadline/agree", {}, done="agreed")


@router.post("/{request_id}/close")
async def close(desk: DeskOf, request_id: UUID, form: Submitted) -> Response:
    ratings = {name: word(form, name) for name in ("timeliness", "effort")}
    missing = {name: Refused("subject.field_required") for name, value in ratings.items() if not value}
    if missing:
        return await refused_step(desk, request_id, missing, form)
    body = {"ratings": ratings | {"remark": word(form, "remark") or None}}
    return await take(desk, request_id, form, "close", body, done="closed")


@router.post("/{request_id}/withdraw")
async def withdraw(desk: DeskOf, request_id: UUID, form: Submitted) -> Response:
    body = {"remark": word(form, "withdraw-remark") or None}
    return await take(desk, request_id, form, "withdraw", body, done="withdrawn")


@router.post("/{request_id}/translations")
async def translate(desk: DeskOf, request_id: UUID, form: Submitted) -> RedirectResponse:
    key = word(form, KEY)
    await desk.services.requests.ask_translations(desk.person, key, request_id, desk.speech.content)
    return desk.go(f"/requests/{request_id}")


async def take(
    desk: Desk, request_id: UUID, form: FormData, step: str, body: dict[str, Any], *, done: str
) -> Response:
    """One step; a refusal that names a field of the form is shown beside it, any other is a page."""
    command = body | {"version": version(form)}
    try:
        await desk.services.requests.step(desk.person, word(form, KEY), request_id, step, command)
    except Refused as refusal:
        field = (refusal.pointer or "").rpartition("/")[2]
        if field not in body and field not in {"timeliness", "effort", "remark"}:
            raise
        name = "new-deadline" if step == "deadline/propose" else field
        return await refused_step(desk, request_id, {name: refusal}, form)
    return desk.go(f"/requests/{request_id}?done={done}")


async def refused_step(
    desk: Desk, request_id: UUID, refusals: dict[str, Refused], form: FormData
) -> Response:
    """The request's page again, with what is wrong beside the fields and what was typed kept."""
    view = await desk.services.requests.view(desk.person, request_id)
    errors = {name: desk.sentence(refusal) for name, refusal in refusals.items()}
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return request_page(desk, view, status=422, errors=errors, submitted=typed)


def request_page(
    desk: Desk, view: RequestView, *, status: int = 200, done: str = "", **more: Any
) -> Response:
    """Everything one may see of a request, and everything one may do."""
    language, area = desk.speech.content, desk.areas.of(view)
    shown: dict[str, Any] = {
        "view": view,
        "kind_title": desk.areas.kind_title(view, language),
        "limit": limit_words(area, kind_of(area, view).limit, desk.speech),
        "subject": subject_parts(desk.areas, view, language),
        "questions": asker_of(desk.areas, view, language).asked(view.asked),
        "done": done,
        "today": date.today().isoformat(),  # noqa: DTZ011  (only a hint for the browser's calendar)
        "errors": {},
        "submitted": {},
    }
    return desk.page("requests/page.html", status=status, **(shown | more))
