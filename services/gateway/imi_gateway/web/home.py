"""The start page: what waits for me."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from imi_contracts.errors import Refused
from imi_gateway.clients.models import Listing, Notice
from imi_gateway.web.desk import Desk, DeskOf
from imi_gateway.web.rendering import page

router = APIRouter()
SHOWN = 5


@router.get("/")
async def home(desk: DeskOf) -> HTMLResponse:
    action = await desk.services.requests.listing(desk.person, box="action", size=SHOWN)
    counts = await desk.services.requests.counts(desk.person)
    return desk.page("home.html", action=action, counts=counts, notices=await _notices(desk))


async def _notices(desk: Desk) -> Listing[Notice] | None:
    """None when notifications do not answer; the tasks are shown all the same."""
    try:
        return await desk.services.notifications.listing(
            desk.person, desk.speech.content, size=SHOWN, unread=True
        )
    except Refused:
        return None


@router.get("/accessibility")
async def accessibility(request: Request) -> HTMLResponse:
    return page(request, "accessibility.html")


@router.get("/privacy")
async def privacy(request: Request) -> HTMLResponse:
    return page(request, "privacy.html")
