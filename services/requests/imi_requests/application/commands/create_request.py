"""Begin a request to an authority of another state; it is a draft that only the own side sees."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.areas import Area
from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Role, Side, Step
from imi_requests.application.access import Access
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import record
from imi_requests.domain.actor import Actor
from imi_requests.domain.authority import Authority
from imi_requests.domain.numbering import format_number
from imi_requests.domain.request import Request
from imi_requests.domain.visibility import Sight


@dataclass(frozen=True)
class CreateRequest:
    """`language` is the one the requesting side writes in; `kind` None is the area's first kind of request."""

    area: str
    responding_authority: UUID
    language: str
    kind: str | None = None


async def create_request(command: CreateRequest, actor: Actor, work: Work, areas: Areas) -> UUID:
    area = areas.newest(command.area)
    if area is None:
        raise Refused("area.unknown", pointer="/area", area=command.area)
    if actor.authority is None or Role.REQUEST_HANDLER not in actor.roles_in(area.id):
        raise Refused("identity.forbidden")
    kind = area.kind(command.kind) if command.kind else next(iter(area.kinds.values()))
    if kind is None:
        raise Refused("request.kind_unknown", pointer="/kind", kind=command.kind or "", area=area.id)
    check_can_ask(await work.authorities.get(actor.authority), area.id)
    responding = await _receiver(command.responding_authority, area, actor, work)
    now = work.clock.now()
    request = Request(
        id=work.new_id(),
        number=format_number(now.year, await work.requests.next_number(now.year)),
        area=area.id,
        area_version=area.version,
        kind=kind.id,
        language=command.language,
        requesting=actor.authority,
        requesting_country=actor.country,
        responding=responding.id,
        responding_country=responding.country,
        created_at=now,
        changed_at=now,
    )
    await work.requests.add(request)
    access = Access(request, actor, Side.REQUESTING, Sight.ALL)
    await record("create", access, work, step=Step.CREATED)
    return request.id


async def _receiver(authority_id: UUID, area: Area, actor: Actor, work: Work) -> Authority:
    authority = await work.authorities.get(authority_id)
    if authority is None:
        raise Refused("authority.unknown", pointer="/responding_authority")
    if authority.country == actor.country:
        raise Refused("request.same_country", pointer="/responding_authority")
    check_can_receive(authority, area.id)
    return authority


def check_can_ask(authority: Authority | None, area: str) -> None:
    """Raises Refused unless the own authority is active and works in the area; a role in "*" is not enough."""
    if authority is None or not authority.is_active or not authority.works_in(area):
        raise Refused("identity.forbidden")


def check_can_receive(authority: Authority | None, area: str) -> None:
    """Raises Refused unless the authority is active and works in the area."""
    if authority is None or not authority.is_active:
        raise Refused("authority.not_active", pointer="/responding_authority")
    if not authority.works_in(area):
        raise Refused("authority.not_in_area", pointer="/responding_authority", area=area)
