"""What every page route has at hand: the reader, the services, the areas, the reader's language, a form."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse

from imi_contracts.areas import Area, Problem
from imi_contracts.errors import Refused
from imi_gateway.clients import Services
from imi_gateway.entrypoints.session import Person, current_person
from imi_gateway.web import i18n, rendering
from imi_gateway.web.areas import Areas
from imi_gateway.web.sentences import sentence

UNREAD_SECONDS = 1.0


@dataclass(frozen=True)
class Desk:
    """One reader's request with everything a route needs to answer it."""

    request: Request
    person: Person
    services: Services
    areas: Areas
    speech: i18n.Interface

    def page(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """Answer with a page; templates see `areas` beside what is given."""
        return rendering.page(self.request, template, status=status, areas=self.areas, **context)

    def sentence(self, refusal: Refused | Problem, within: Area | None = None) -> str:
        """What was refused, in the reader's language; `within` is the area that questions and fields belong to."""
        return sentence(refusal.code, self.speech, refusal.params, areas=self.areas, within=within)

    def go(self, address: str) -> RedirectResponse:
        """After a command: to a page that can be reloaded without doing it again."""
        return RedirectResponse(address, status_code=303)


async def take_place(request: Request) -> Desk:
    """The desk of the logged-in person; the header's counter does without its service."""
    person = await current_person(request)
    request.state.person = person
    services: Services = request.app.state.services
    if request.headers.get("hx-request") is None:
        request.state.unread = await unread(services, person)
    return Desk(request, person, services, request.app.state.areas, i18n.of_request(request))


async def unread(services: Services, person: Person) -> int | None:
    """Unread notices, None when notifications do not answer in time: a page must not wait for its bell."""
    try:
        async with asyncio.timeout(UNREAD_SECONDS):
            return await services.notifications.unread(person)
    except (Refused, TimeoutError):
        return None


async def submitted_form(request: Request) -> Any:
    """The form; its CSRF token was checked by the dependency of every page router."""
    return await request.form()


DeskOf = Annotated[Desk, Depends(take_place)]
Submitted = Annotated[FormData, Depends(submitted_form)]
