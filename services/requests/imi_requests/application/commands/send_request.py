"""Send a complete draft to the other authority; from here on it is a case between two states."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.events.requests import RequestSent
from imi_contracts.vocabularies.enums import Action, Side
from imi_requests.application.access import find_for
from imi_requests.application.commands.create_request import check_can_ask, check_can_receive
from imi_requests.application.completeness import draft_problems, refuse_if_any
from imi_requests.application.limits import require_within_limit
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import announce, record
from imi_requests.application.translating import translate_for_other_side
from imi_requests.domain.actor import Actor
from imi_requests.domain.deadlines import require_future
from imi_requests.domain.request import REASON_TEXT, DraftContent, Request


@dataclass(frozen=True)
class SendRequest:
    request_id: UUID
    version: int | None


async def send_request(command: SendRequest, actor: Actor, work: Work, areas: Areas) -> UUID:
    access, row = await find_for(Action.SEND, command.request_id, actor, command.version, work)
    request, now = access.request, work.clock.now()
    area = areas.of(request)
    problems = draft_problems(area, _written(request), request, complete=True)
    refuse_if_any("request.incomplete", problems)
    check_can_ask(await work.authorities.get(request.requesting), request.area)
    check_can_receive(await work.authorities.get(request.responding), request.area)
    if request.wished_deadline is not None:  # completeness asked for it
        require_future(request.wished_deadline, work.clock.today())
        require_within_limit(request.wished_deadline, request, area, work.clock.today())
        request.deadline.propose(request.wished_deadline, Side.REQUESTING, now)
    request.sent_at = now
    request.step(row, now)
    await translate_for_other_side(request, Side.REQUESTING, work)
    await work.requests.save(request)
    await record(row.action.value, access, work, step=row.step, deadline=request.wished_deadline)
    announce(RequestSent, access, work)
    return request.id


def _written(request: Request) -> DraftContent:
    return DraftContent(
        subject=request.subject,
        questions=tuple(request.questions),
        deadline=request.wished_deadline,
        legal_basis=request.legal_basis,
        kind=request.kind,
        reason=request.text_at(REASON_TEXT),
    )
