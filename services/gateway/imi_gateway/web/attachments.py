"""Documents: taken from the browser and handed on in pieces, and back the same way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from imi_contracts.errors import Refused
from imi_gateway.clients.requests import IncomingFile
from imi_gateway.web.answering import answer_page
from imi_gateway.web.compose_pages import step_page
from imi_gateway.web.desk import Desk, DeskOf, Submitted
from imi_gateway.web.submitted import KEY, word

router = APIRouter(prefix="/requests/{request_id}/attachments")
PIECE_BYTES = 256 * 1024


@router.post("")
async def attach(desk: DeskOf, request_id: UUID, form: Submitted) -> Response:
    """The form parser has put the file on disk, not in memory; from there it is streamed on."""
    file = form.get("file")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise Refused("value.empty")
        sent = IncomingFile(file.filename, file.content_type or "", pieces(file))
        await desk.services.requests.attach(desk.person, word(form, KEY), request_id, sent)
    except Refused as refusal:
        view = await desk.services.requests.view(desk.person, request_id)
        errors = {"file": desk.sentence(refusal)}
        if "edit" in view.actions:
            return await step_page(desk, view, "documents", status=422, errors=errors)
        return answer_page(desk, view, status=422, errors=errors)
    return desk.go(await _back(desk, request_id))


@router.post("/{attachment}/remove")
async def detach(desk: DeskOf, request_id: UUID, attachment: UUID, form: Submitted) -> RedirectResponse:
    await desk.services.requests.detach(desk.person, word(form, KEY), request_id, attachment)
    return desk.go(await _back(desk, request_id))


@router.get("/{attachment}")
async def download(desk: DeskOf, request_id: UUID, attachment: UUID) -> StreamingResponse:
    """Always saved, never opened inside this site: a document must not become a page of ours."""
    remote = await desk.services.requests.open_attachment(desk.person, request_id, attachment)
    view = await desk.services.requests.view(desk.person, request_id)
    name = next((f.name for f in view.attachments or [] if f.id == attachment), str(attachment))
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    if "content-length" in remote.headers:
        headers["content-length"] = remote.headers["content-length"]
    media_type = remote.headers.get("content-type", "application/octet-stream")
    return StreamingResponse(
        remote.aiter_bytes(), headers=headers, media_type=media_type, background=BackgroundTask(remote.aclose)
    )


async def _back(desk: Desk, request_id: UUID) -> str:
    """Documents are attached while writing a request or while answering one."""
    view = await desk.services.requests.view(desk.person, request_id)
    return f"/requests/{request_id}/" + ("edit/documents" if "edit" in view.actions else "answer")


async def pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE_BYTES):
        yield piece
