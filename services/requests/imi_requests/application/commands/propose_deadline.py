"""Propose another date for the reply, by either side, while the answer is owed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from imi_contracts.events.requests import DeadlineProposed
from imi_contracts.vocabularies.enums import Action
from imi_requests.application.access import find_for
from imi_requests.application.limits import require_within_limit
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import announce, record
from imi_requests.domain.actor import Actor


@dataclass(frozen=True)
class ProposeDeadline:
    request_id: UUID
    version: int | None
    deadline: date


async def propose_deadline(command: ProposeDeadline, actor: Actor, work: Work, areas: Areas) -> UUID:
    access, row = await find_for(Action.PROPOSE_DEADLINE, command.request_id, actor, command.version, work)
    request, now = access.request, work.clock.now()
    require_within_limit(command.deadline, request, areas.of(request), work.clock.today())
    request.deadline.propose(command.deadline, access.side, now)
    request.step(row, now)
    await work.requests.save(request)
    await record(row.action.value, access, work, step=row.step, deadline=command.deadline)
    announce(DeadlineProposed, access, work)
    return request.id
