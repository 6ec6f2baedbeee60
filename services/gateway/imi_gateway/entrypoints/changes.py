"""`GET /changes`: server-sent events that name what changed for this person; pages then fetch it themselves."""

import re
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from imi_gateway.application.sessions import SessionKeeper
from imi_gateway.application.streams import Stream, Streams
from imi_gateway.domain.changes import NOTICES, REQUESTS, STATISTICS, request_changed
from imi_gateway.entrypoints.session import Person, person_of
from imi_kit.bus.consumer import StoreDown
from imi_kit.clock import new_id

router = APIRouter()
RETRY_MS = 3_000
SEND_SECONDS = 10.0
CASE_PAGE = re.compile(r"/requests/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@router.get("/changes", include_in_schema=False)
async def changes(request: Request, shown: Annotated[UUID | None, Query(alias="request")] = None) -> Response:
    """`request` names the case that the page shows, so that nothing about it is missed after a gap."""
    person = await person_of(request, active=False)
    if person is None:
        return Response(status_code=401)
    if not request.app.state.streams.has_room(person):
        # 204 tells an EventSource to stop asking: this page then shows changes on the next load.
        return Response(status_code=204)
    return EventSourceResponse(_events(request, person, shown), ping=0, send_timeout=SEND_SECONDS)


async def _events(request: Request, person: Person, shown: UUID | None) -> AsyncIterator[ServerSentEvent]:
    streams: Streams = request.app.state.streams
    with streams.opened(person) as stream:
        # The identifier makes the browser say, when it comes back, that it has missed something.
        yield ServerSentEvent(event="ready", data="1", id=str(new_id()), retry=RETRY_MS)
        for name in _missed(request, shown or _page_of(request)):
            yield _event(name)
        async for event in _until_end(request, person, stream):
            yield event


async def _until_end(request: Request, person: Person, stream: Stream) -> AsyncIterator[ServerSentEvent]:
    heartbeat: float = request.app.state.settings.heartbeat_seconds
    while not stream.ended:
        names = await stream.next(heartbeat)
        for name in names:
            yield _event(name)
        if not names and not stream.ended:
            if not await _is_alive(request, person):
                return
            yield ServerSentEvent(comment="still here")


def _page_of(request: Request) -> UUID | None:
    """The case whose page opened the stream, as the browser says by itself."""
    found = CASE_PAGE.search(request.headers.get("referer", ""))
    return UUID(found.group(1)) if found else None


def _missed(request: Request, shown: UUID | None) -> list[str]:
    if "last-event-id" not in request.headers:
        return []
    return [NOTICES, REQUESTS, STATISTICS, *([request_changed(shown)] if shown else [])]


def _event(name: str) -> ServerSentEvent:
    # Without any data a browser would not dispatch the event.
    return ServerSentEvent(event=name, data="1", id=str(new_id()))


async def _is_alive(request: Request, person: Person) -> bool:
    keeper: SessionKeeper = request.app.state.sessions
    try:
        return await keeper.person(person.session, active=False) is not None
    except StoreDown:
        return True
