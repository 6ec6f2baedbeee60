"""Take over the duty to answer; agree to the proposed date or propose another."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from imi_contracts.events.requests import RequestAccepted
from imi_contracts.vocabularies.enums import Action, Step
from imi_requests.application.access import find_for
from imi_requests.application.limits import require_within_limit
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import announce, record
from imi_requests.domain.actor import Actor


@dataclass(frozen=True)
class AcceptRequest:
    """`deadline` None agrees to the requester's date."""

    request_id: UUID
    version: int | None
    deadline: date | None = None


async def accept_request(command: AcceptRequest, actor: Actor, work: Work, areas: Areas) -> UUID:
    access, row = await find_for(Action.ACCEPT, command.request_id, actor, command.version, work)
    request, now = access.request, work.clock.now()
    if command.deadline is not None:
        require_within_limit(command.deadline, request, areas.of(request), work.clock.today())
    request.deadline.answer(command.deadline, access.side, now)
    request.accepted_at = now
    request.step(row, now)
    await work.requests.save(request)
    await record(row.action.value, access, work, step=row.step, deadline=request.deadline.agreed)
    if request.deadline.open:
        await record(
            Action.PROPOSE_DEADLINE.value,
            access,
            work,
            step=Step.DEADLINE_PROPOSED,
            deadline=request.deadline.open.day,
        )
    announce(RequestAccepted, access, work)
    return request.id
