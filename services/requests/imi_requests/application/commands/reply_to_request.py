"""Provide the information: every question and every opened follow-up answered, or said why not."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.events.requests import RequestReplied
from imi_contracts.vocabularies.enums import Action
from imi_requests.application.access import find_for
from imi_requests.application.commands.save_answers import SaveAnswers, repeated, write_answers
from imi_requests.application.completeness import refuse_if_any, reply_problems
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import announce, record
from imi_requests.application.translating import translate_for_other_side
from imi_requests.domain.actor import Actor


@dataclass(frozen=True)
class ReplyToRequest(SaveAnswers):
    """The same content as saving; without answers the saved ones are sent."""


async def reply_to_request(command: ReplyToRequest, actor: Actor, work: Work, areas: Areas) -> UUID:
    access, row = await find_for(Action.REPLY, command.request_id, actor, command.version, work)
    request, now = access.request, work.clock.now()
    area = areas.of(request)
    refuse_if_any("reply.invalid", repeated(command))
    await write_answers(command, access, work, area)
    refuse_if_any("reply.incomplete", reply_problems(area, request, request.answers))
    request.replied_at = now
    request.step(row, now)
    await translate_for_other_side(request, access.side, work)
    await work.requests.save(request)
    await record(row.action.value, access, work, step=row.step)
    announce(RequestReplied, access, work)
    return request.id
