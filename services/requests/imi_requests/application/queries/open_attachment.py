"""The metadata and the key of a file that the actor may read."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.errors import Refused
from imi_requests.application.access import find
from imi_requests.application.ports import Work
from imi_requests.application.visible import visible_attachments
from imi_requests.domain.actor import Actor
from imi_requests.domain.attachments import Attachment


@dataclass(frozen=True)
class OpenedAttachment:
    attachment: Attachment
    wrapped_key: bytes


async def open_attachment(
    request_id: UUID, attachment_id: UUID, actor: Actor, work: Work
) -> OpenedAttachment:
    access = await find(request_id, actor, work)
    files = visible_attachments(access) or []
    attachment = next((file for file in files if file.id == attachment_id), None)
    if attachment is None:
        raise Refused("resource.not_found")
    key = await work.keys.get(request_id)
    if key is None:
        raise Refused("attachment.erased")
    return OpenedAttachment(attachment, key)
