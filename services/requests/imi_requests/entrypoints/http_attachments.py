"""The HTTP interface of attachments: raw bytes in and out, never held as a whole."""

from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote, unquote
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import StreamingResponse

from imi_contracts.errors import Refused
from imi_requests.application.commands.attach_file import AttachFile
from imi_requests.application.commands.remove_attachment import RemoveAttachment
from imi_requests.application.files import Download, Files
from imi_requests.domain.attachments import Attachment
from imi_requests.entrypoints.actors import CurrentActor
from imi_requests.entrypoints.http import MaybeKey
from imi_requests.entrypoints.messages import REFUSALS

router = APIRouter(prefix="/requests/{request_id}/attachments", tags=["attachments"], responses=REFUSALS)


def _files(request: Request) -> Files:
    files: Files = request.app.state.files
    return files


CurrentFiles = Annotated[Files, Depends(_files)]


@router.post("", status_code=201)
async def attach_file(
    request_id: UUID,
    request: Request,
    actor: CurrentActor,
    files: CurrentFiles,
    *,
    name: Annotated[str, Header(alias="X-File-Name", max_length=2000)],
    content_type: Annotated[str, Header(max_length=200)] = "",
    content_length: Annotated[int | None, Header(ge=0)] = None,
    key: MaybeKey = None,
) -> Attachment:
    """The body is the file itself; X-File-Name carries its percent-encoded name."""
    command = AttachFile(request_id, _file_name(name), content_type, content_length)
    return await files.attach(command, request.stream(), actor, key)


@router.get("/{attachment_id}", response_class=StreamingResponse)
async def read_attachment(
    request_id: UUID, attachment_id: UUID, actor: CurrentActor, files: CurrentFiles
) -> StreamingResponse:
    """The file as an attachment to be saved; a failed integrity check breaks the connection off."""
    download = await files.download(request_id, attachment_id, actor)
    return StreamingResponse(
        _whole(download),
        media_type=download.attachment.media_type,
        headers={
            "Content-Length": str(download.attachment.size),
            "Content-Disposition": content_disposition(download.attachment.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@router.delete("/{attachment_id}", status_code=204)
async def remove_attachment(
    request_id: UUID, attachment_id: UUID, actor: CurrentActor, files: CurrentFiles
) -> Response:
    """Take a file off again, before sending or replying."""
    await files.detach(RemoveAttachment(request_id, attachment_id), actor)
    return Response(status_code=204)


async def _whole(download: Download) -> AsyncIterator[bytes]:
    """Raises when fewer or more bytes come than were promised: better no file than half a file."""
    left = download.attachment.size
    async for chunk in download.chunks:
        left -= len(chunk)
        yield chunk
    if left:
        raise Refused("attachment.damaged")


def _file_name(header: str) -> str:
    try:
        return unquote(header, errors="strict")
    except UnicodeDecodeError as error:
        raise Refused("attachment.name_missing") from error


def content_disposition(name: str) -> str:
    """RFC 6266 with the name in RFC 8187 form, and a plain one for whoever cannot read that."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " .-_") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
