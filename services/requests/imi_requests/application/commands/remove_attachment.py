"""Take a file off the draft or the unsent reply; the stored bytes go as soon as the change is committed."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.errors import Refused
from imi_requests.application.access import find
from imi_requests.application.commands.attach_file import decide_attaching
from imi_requests.application.ports import Work, object_name
from imi_requests.application.recording import record
from imi_requests.domain.actor import Actor


@dataclass(frozen=True)
class RemoveAttachment:
    request_id: UUID
    attachment_id: UUID


async def remove_attachment(command: RemoveAttachment, actor: Actor, work: Work) -> UUID:
    access = await find(command.request_id, actor, work, for_change=True)
    decide_attaching(access)
    request = access.request
    attachment = request.attachment(command.attachment_id)
    if attachment.side is not access.side:
        raise Refused("resource.not_found")
    request.attachments.remove(attachment)
    await work.requests.save(request)
    await work.removals.plan(object_name(request.id, attachment.id), work.clock.now())
    await record("remove_attachment", access, work)
    return request.id
