"""The inbox."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse

from imi_gateway.web.desk import DeskOf, Submitted, unread
from imi_gateway.web.language import inside
from imi_gateway.web.submitted import KEY, word

router = APIRouter(prefix="/notices")


@router.get("")
async def notices(desk: DeskOf, page: Annotated[int, Query(ge=1, le=1000)] = 1) -> HTMLResponse:
    found = await desk.services.notifications.listing(desk.person, desk.speech.content, page=page)
    return desk.page("notices.html", found=found)


@router.get("/unread")
async def unread_counter(desk: DeskOf) -> HTMLResponse:
    """The bell alone, fetched again when a notice arrives."""
    return desk.page("parts/unread.html", unread=await unread(desk.services, desk.person))


@router.post("/read-all")
async def read_all(desk: DeskOf, form: Submitted) -> RedirectResponse:
    await desk.services.notifications.read_all(desk.person, word(form, KEY))
    return desk.go("/notices")


@router.post("/{notice}/read")
async def read(desk: DeskOf, notice: UUID, form: Submitted) -> RedirectResponse:
    """Mark as read and go where the notice points."""
    await desk.services.notifications.read(desk.person, word(form, KEY), str(notice))
    return desk.go(inside(word(form, "link") or "/notices"))
