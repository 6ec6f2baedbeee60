"""Nobody without a valid token makes a service hold a large body: frameworks read it before they ask who calls."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from imi_contracts.errors import Refused
from imi_kit.http.errors import problem
from imi_kit.http.identity import identity_in
from imi_kit.identity import TokenVerifier

# Most commands are smaller, and their token need not be checked twice.
SMALL_BYTES = 65_536


class LargeBodies:
    """ASGI middleware for services that know everybody by a token."""

    def __init__(self, app: ASGIApp, *, verifier: TokenVerifier) -> None:
        self._app = app
        self._verifier = verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _may_be_large(Headers(scope=scope)):
            try:
                identity_in(Headers(scope=scope).get("authorization", ""), self._verifier)
            except Refused as refusal:
                answer = problem(refusal.code)
                answer.headers["connection"] = "close"
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _may_be_large(headers: Headers) -> bool:
    """By its announced length, or because it announces none."""
    length = headers.get("content-length", "0")
    return (
        "transfer-encoding" in headers or not length.isdigit() or len(length) > 9 or int(length) > SMALL_BYTES
    )
