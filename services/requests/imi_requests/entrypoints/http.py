"""The HTTP interface of requests: parse, call, answer."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request

from imi_contracts.vocabularies.enums import Status
from imi_kit.http import IdempotencyKey
from imi_requests.application.commands.ask_translations import AskTranslations
from imi_requests.application.door import Door
from imi_requests.application.queries.list_requests import ListRequests
from imi_requests.application.views import RequestList, RequestView
from imi_requests.entrypoints import messages
from imi_requests.entrypoints.actors import CurrentActor

router = APIRouter(prefix="/requests", tags=["requests"], responses=messages.REFUSALS)

BoxName = Literal["action", "sent", "received", "drafts", "closed"]
MaybeKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=128)]


def _door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


CurrentDoor = Annotated[Door, Depends(_door)]


@router.post("", status_code=201)
async def create_request(
    body: messages.NewRequest, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Begin a draft addressed to an authority of another country."""
    return await door.do(body.command(), actor, key)


@router.get("")
async def list_requests(
    actor: CurrentActor,
    door: CurrentDoor,
    *,
    box: BoxName = "action",
    status: Status | None = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> RequestList:
    """Requests of the own authority (a system: of its country), newest change first."""
    return await door.list(ListRequests(box, status, page, size), actor)


@router.get("/counts")
async def count_requests(actor: CurrentActor, door: CurrentDoor) -> dict[str, int]:
    """How many requests lie in each box."""
    return await door.counts(actor)


@router.get("/{request_id}")
async def show_request(request_id: UUID, actor: CurrentActor, door: CurrentDoor) -> RequestView:
    """The request as the caller may see it now."""
    return await door.show(request_id, actor)


@router.put("/{request_id}/draft")
async def save_draft(
    request_id: UUID, body: messages.Draft, actor: CurrentActor, door: CurrentDoor, key: MaybeKey = None
) -> RequestView:
    """Replace what the draft says; gaps are allowed."""
    return await door.do(body.command(request_id), actor, key)


@router.post("/{request_id}/send")
async def send_request(
    request_id: UUID, body: messages.Send, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Send; everything that is missing comes back at once in params.problems."""
    return await door.do(body.command(request_id), actor, key)


@router.post("/{request_id}/withdraw")
async def withdraw_request(
    request_id: UUID, body: messages.Withdraw, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Take back what has not been accepted yet."""
    return await door.do(body.command(request_id), actor, key)


@router.post("/{request_id}/accept")
async def accept_request(
    request_id: UUID, body: messages.Accept, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Accept, agreeing to the date or proposing another."""
    return await door.do(body.command(request_id), actor, key)


@router.post("/{request_id}/deadline/propose")
async def propose_deadline(
    request_id: UUID, body: messages.Propose, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Propose another date for the reply."""
    return await door.do(body.command(request_id), actor, key)


@router.post("/{request_id}/deadline/agree")
async def agree_deadline(
    request_id: UUID, body: messages.Agree, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Agree to the date the other side proposed."""
    return await door.do(body.command(request_id), actor, key)


@router.put("/{request_id}/answers")
async def save_answers(
    request_id: UUID, body: messages.Answers, actor: CurrentActor, door: CurrentDoor, key: MaybeKey = None
) -> RequestView:
    """Save answers; the other side sees them only after the reply."""
    return await door.do(body.save(request_id), actor, key)


@router.post("/{request_id}/reply")
async def reply_to_request(
    request_id: UUID, body: messages.Answers, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Provide the information."""
    return await door.do(body.reply(request_id), actor, key)


@router.post("/{request_id}/close")
async def close_request(
    request_id: UUID, body: messages.Close, actor: CurrentActor, key: IdempotencyKey, door: CurrentDoor
) -> RequestView:
    """Accept the information, rate it, close."""
    return await door.do(body.command(request_id), actor, key)


@router.post("/{request_id}/translations", status_code=202)
async def ask_translations(
    request_id: UUID,
    body: messages.WantedLanguage,
    actor: CurrentActor,
    key: IdempotencyKey,
    door: CurrentDoor,
) -> RequestView:
    """Order gists of the visible free texts; they arrive later."""
    return await door.do(AskTranslations(request_id, body.language), actor, key)
