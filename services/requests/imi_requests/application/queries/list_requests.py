"""Lists of requests: what needs my action, sent, received, drafts, closed. No content in them."""

from dataclasses import dataclass

from imi_contracts.vocabularies.enums import Side, Status
from imi_requests.application import views
from imi_requests.application.ports import Box, Involved, Work
from imi_requests.application.queries.show_request import row_of
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import Request
from imi_requests.domain.visibility import side_of

RUNNING = frozenset({Status.AWAITING_ACCEPTANCE, Status.ACCEPTED, Status.INFORMATION_PROVIDED})
ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN})

BOXES = {
    "action": Box(statuses=RUNNING, only_waiting=True),
    "sent": Box(Side.REQUESTING, RUNNING),
    "received": Box(Side.RESPONDING, RUNNING),
    "drafts": Box(Side.REQUESTING, frozenset({Status.DRAFT})),
    "closed": Box(statuses=ENDED),
}


@dataclass(frozen=True)
class ListRequests:
    """`status` narrows the box; pages count from 1."""

    box: str
    status: Status | None = None
    page: int = 1
    size: int = 20


async def list_requests(query: ListRequests, actor: Actor, work: Work) -> views.RequestList:
    box, who = BOXES[query.box], _involved(actor)
    if query.status is not None:
        box = Box(box.side, box.statuses & {query.status}, box.only_waiting)
    if who is None or not box.statuses:
        return views.RequestList([], 0, query.page, query.size)
    offset = (query.page - 1) * query.size
    found, total = await work.requests.listed(box, who, limit=query.size, offset=offset)
    known = await work.authorities.several({r.requesting for r in found} | {r.responding for r in found})
    items = [row_of(request, _side(actor, request), known) for request in found]
    return views.RequestList(items, total, query.page, query.size)


async def count_requests(actor: Actor, work: Work) -> dict[str, int]:
    who = _involved(actor)
    return {name: await work.requests.count(box, who) if who else 0 for name, box in BOXES.items()}


def _involved(actor: Actor) -> Involved | None:
    """Whose lists the actor reads; None for somebody who stands on no side."""
    areas = actor.areas()
    if areas is not None and not areas:
        return None
    if actor.is_system:
        return Involved(areas, country=actor.country)
    return Involved(areas, authority=actor.authority) if actor.authority else None


def _side(actor: Actor, request: Request) -> Side:
    side = side_of(actor, request)
    assert side is not None, "the list holds only requests the actor is involved in"
    return side
