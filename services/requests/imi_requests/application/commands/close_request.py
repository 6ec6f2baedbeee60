"""Accept the information and close; the two ratings feed the scoreboard, the clock of retention starts."""

from dataclasses import dataclass, field
from uuid import UUID

from imi_contracts.events.requests import RequestClosed
from imi_contracts.vocabularies.enums import Action
from imi_requests.application.access import find_for
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import announce, record
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import Ratings


@dataclass(frozen=True)
class CloseRequest:
    request_id: UUID
    version: int | None
    ratings: Ratings = field(default_factory=Ratings)


async def close_request(command: CloseRequest, actor: Actor, work: Work, _: Areas) -> UUID:
    access, row = await find_for(Action.CLOSE, command.request_id, actor, command.version, work)
    request, now, ratings = access.request, work.clock.now(), command.ratings
    request.ratings, request.closed_at = ratings, now
    request.step(row, now)
    await work.requests.save(request)
    await record(row.action.value, access, work, step=row.step)
    announce(
        RequestClosed,
        access,
        work,
        timeliness=ratings.timeliness.value if ratings.timeliness else None,
        effort=ratings.effort.value if ratings.effort else None,
    )
    return request.id
