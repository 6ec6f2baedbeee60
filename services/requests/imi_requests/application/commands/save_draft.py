"""Save what the requesting side has written so far; gaps are allowed, wrong values are not."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.vocabularies.enums import Action, Side
from imi_requests.application.access import find_for
from imi_requests.application.completeness import draft_problems, refuse_if_any
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import record
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import REASON_TEXT, REQUEST_TEXT, DraftContent


@dataclass(frozen=True)
class SaveDraft:
    request_id: UUID
    version: int | None
    content: DraftContent


async def save_draft(command: SaveDraft, actor: Actor, work: Work, areas: Areas) -> UUID:
    access, row = await find_for(Action.EDIT, command.request_id, actor, command.version, work)
    request, content = access.request, command.content
    refuse_if_any(
        "request.draft_invalid", draft_problems(areas.of(request), content, request, complete=False)
    )
    request.write(content)
    for place, text in ((REQUEST_TEXT, content.free_text), (REASON_TEXT, content.reason)):
        request.put_text(work.new_id(), place, Side.REQUESTING, request.language, text)
    request.step(row, work.clock.now())
    await work.requests.save(request)
    await record(Action.EDIT.value, access, work)
    return request.id
