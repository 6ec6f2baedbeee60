"""Agree to the date the other side proposed; it is the date that counts from now on."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.events.requests import DeadlineAgreed
from imi_contracts.vocabularies.enums import Action
from imi_requests.application.access import find_for
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import announce, record
from imi_requests.domain.actor import Actor


@dataclass(frozen=True)
class AgreeDeadline:
    request_id: UUID
    version: int | None


async def agree_deadline(command: AgreeDeadline, actor: Actor, work: Work, _: Areas) -> UUID:
    access, row = await find_for(Action.AGREE_DEADLINE, command.request_id, actor, command.version, work)
    request, now = access.request, work.clock.now()
    agreed = request.deadline.agree(now)
    request.step(row, now)
    await work.requests.save(request)
    await record(row.action.value, access, work, step=row.step, deadline=agreed)
    announce(DeadlineAgreed, access, work)
    return request.id
