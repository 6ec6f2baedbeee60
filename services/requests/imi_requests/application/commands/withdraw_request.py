"""Take a request back before it is accepted; what the other side could not see stays hidden."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.events.requests import RequestWithdrawn
from imi_contracts.vocabularies.enums import Action
from imi_requests.application.access import find_for
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import announce, record
from imi_requests.domain.actor import Actor


@dataclass(frozen=True)
class WithdrawRequest:
    request_id: UUID
    version: int | None
    remark: str | None = None


async def withdraw_request(command: WithdrawRequest, actor: Actor, work: Work, _: Areas) -> UUID:
    access, row = await find_for(Action.WITHDRAW, command.request_id, actor, command.version, work)
    request, now = access.request, work.clock.now()
    request.withdrawal_remark, request.closed_at = command.remark, now
    request.step(row, now)
    await work.requests.save(request)
    await record(row.action.value, access, work, step=row.step)
    announce(RequestWithdrawn, access, work)
    return request.id
