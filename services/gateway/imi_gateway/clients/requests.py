"""Information requests: reading, and one method per step of the flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from imi_gateway.clients.calls import Caller, ServiceClient
from imi_gateway.clients.models import Listing, RequestRow, RequestView

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    import httpx

ROWS_PER_PAGE = 20
UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class IncomingFile:
    """A file on its way from the browser: what the browser says of it, and its bytes in pieces."""

    name: str
    media_type: str
    content: AsyncIterator[bytes]


class RequestsClient(ServiceClient):
    """Every command takes the idempotency key of the form it came from."""

    async def listing(
        self, person: Caller, *, box: str, status: str = "", page: int = 1, size: int = ROWS_PER_PAGE
    ) -> Listing[RequestRow]:
        rows = await self.get(person, "/requests", box=box, status=status, page=page, size=size)
        return Listing[RequestRow].model_validate(rows)

    async def counts(self, person: Caller) -> dict[str, int]:
        """How many requests lie in each box."""
        counts: dict[str, int] = await self.get(person, "/requests/counts")
        return counts

    async def view(self, person: Caller, request: UUID) -> RequestView:
        """Raises Refused("resource.not_found") also when the person may not see it."""
        return RequestView.model_validate(await self.get(person, f"/requests/{request}"))

    async def create(
        self, person: Caller, key: str, *, area: str, responding: UUID, language: str
    ) -> RequestView:
        body = {"area": area, "responding_authority": str(responding), "language": language}
        return self._view(await self.command("POST", person, "/requests", key, body))

    async def save_draft(self, person: Caller, key: str, request: UUID, body: dict[str, Any]) -> RequestView:
        return self._view(await self.command("PUT", person, f"/requests/{request}/draft", key, body))

    async def step(
        self, person: Caller, key: str, request: UUID, step: str, body: dict[str, Any]
    ) -> RequestView:
        """One of the steps that change the state: send, accept, deadline/propose, reply, close, …"""
        return self._view(await self.command("POST", person, f"/requests/{request}/{step}", key, body))

    async def save_answers(
        self, person: Caller, key: str, request: UUID, body: dict[str, Any]
    ) -> RequestView:
        return self._view(await self.command("PUT", person, f"/requests/{request}/answers", key, body))

    async def ask_translations(self, person: Caller, key: str, request: UUID, language: str) -> None:
        path = f"/requests/{request}/translations"
        await self.command("POST", person, path, key, {"language": language})

    async def attach(self, person: Caller, key: str, request: UUID, file: IncomingFile) -> None:
        """Raises Refused when the file is too big or of a kind that is not taken."""
        headers = {
            "x-file-name": quote(file.name),
            "content-type": file.media_type if _is_header(file.media_type) else UNKNOWN_TYPE,
        }
        await self.upload(person, f"/requests/{request}/attachments", key, file.content, headers)

    async def detach(self, person: Caller, key: str, request: UUID, attachment: UUID) -> None:
        await self.command("DELETE", person, f"/requests/{request}/attachments/{attachment}", key)

    async def open_attachment(self, person: Caller, request: UUID, attachment: UUID) -> httpx.Response:
        return await self.download(person, f"/requests/{request}/attachments/{attachment}")

    @staticmethod
    def _view(answer: Any) -> RequestView:
        return RequestView.model_validate(answer)


def _is_header(text: str) -> bool:
    """Whether what a browser said of a file can be said again in a header."""
    return bool(text) and text.isascii() and text.isprintable()
