"""Finding the request an actor means: everybody not involved gets the answer that nothing is there."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Action, Side
from imi_requests.application.ports import Work
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import Request
from imi_requests.domain.visibility import Sight, side_of, sight
from imi_requests.domain.workflow import Row, Situation, decide


@dataclass(frozen=True)
class Access:
    """A request, and how this actor stands to it."""

    request: Request
    actor: Actor
    side: Side
    sight: Sight

    @property
    def situation(self) -> Situation:
        return self.request.situation(self.side, self.actor.roles_in(self.request.area))

    def decide(self, action: Action) -> Row:
        return decide(action, self.situation)


async def find(request_id: UUID, actor: Actor, work: Work, *, for_change: bool = False) -> Access:
    """Raises the same Refused for a request that is not there and for one that is none of the actor's business."""
    request = await work.requests.get(request_id, for_change=for_change)
    if request is None:
        raise Refused("resource.not_found")
    side = side_of(actor, request)
    seen = sight(request.status, side, actor.roles_in(request.area))
    if side is None or seen is Sight.NOTHING:
        raise Refused("resource.not_found")
    return Access(request, actor, side, seen)


async def find_for(
    action: Action, request_id: UUID, actor: Actor, version: int | None, work: Work
) -> tuple[Access, Row]:
    """The request, held for changing, and the row that allows the action.

    `version` is the one the actor saw; None acts on whatever is current. A refusal because somebody was
    faster says which authority it was.
    """
    access = await find(request_id, actor, work, for_change=True)
    if version is not None and version != access.request.version:
        raise Refused(
            "request.version_outdated",
            version=access.request.version,
            status=access.request.status.value,
            authority=await _last_authority(access.request, work),
        )
    try:
        return access, access.decide(action)
    except Refused as refusal:
        if refusal.code == "request.step_not_possible":
            refusal.params["authority"] = await _last_authority(access.request, work)
        raise


async def _last_authority(request: Request, work: Work) -> str:
    entry = await work.audit.last(request.id)
    authority = await work.authorities.get(entry.authority) if entry else None
    return authority.official_name if authority else ""
