"""No request body above the limit reaches a handler, whatever its Content-Length says."""

import contextlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imi_gateway.entrypoints.turned_away import turned_away

ATTACHMENTS = re.compile(r"/requests/[^/]+/attachments/?")


class _TooLarge(Exception):  # noqa: N818
    """Stops the handler that reads on."""


class BodyLimit:
    """ASGI middleware counting what really arrives; uploads of attachments have a limit of their own."""

    def __init__(self, app: ASGIApp, *, limit: int, attachment_limit: int) -> None:
        self._app = app
        self._limit = limit
        self._attachment_limit = attachment_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._attachment_limit if ATTACHMENTS.fullmatch(scope["path"]) else self._limit
        if _announced(scope) > limit:
            await _refuse(limit, scope, receive, send)
            return
        counter = _Counter(limit, receive, send)
        with contextlib.suppress(_TooLarge):
            await self._app(scope, counter.receive, counter.send)
        if counter.exceeded and not counter.answered:
            await _refuse(limit, scope, receive, send)


async def _refuse(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    """The rest of the body is not read, so the connection cannot be used again."""
    answer = turned_away(scope, "body.too_large", limit=limit)
    answer.headers["connection"] = "close"
    await answer(scope, receive, send)


class _Counter:
    """What the handler answers after it was cut off is not sent: it saw only a part of the body."""

    def __init__(self, limit: int, receive: Receive, send: Send) -> None:
        self._limit, self._receive, self._send = limit, receive, send
        self._seen = 0
        self.exceeded = False
        self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            self.exceeded = True
            raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        if self.exceeded and not self.answered:
            return
        self.answered = True
        await self._send(message)


def _announced(scope: Scope) -> int:
    value = dict(scope["headers"]).get(b"content-length", b"0")
    return int(value) if value.isdigit() else 0
