"""Pages are served under known host names only, and what changes something must come from these pages."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from imi_gateway.entrypoints.turned_away import turned_away

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Asked by whoever watches the process, under whatever address it has today.
PROBES = {"/livez", "/readyz", "/metrics"}


HOST = re.compile(r"([^:\[\]@/]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class SameSite:
    """ASGI middleware; a second wall behind the CSRF token. Bearer tokens are sent by no browser on its own."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], origin: str) -> None:
        self._app = app
        self._hosts = hosts
        # Who comes by the public name over TLS is the world; whoever watches the process comes from inside.
        self._public = urlsplit(origin).hostname if origin.startswith("https:") else None
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["path"] in PROBES:
            hidden = _hostname(headers.get("host", "")) == self._public
            await (turned_away(scope, "page.not_found") if hidden else self._app)(scope, receive, send)
        elif _hostname(headers.get("host", "")) not in self._hosts:
            await turned_away(scope, "host.unknown")(scope, receive, send)
        elif scope["method"] not in SAFE_METHODS and not self._is_own(headers, scope["scheme"]):
            await turned_away(scope, "origin.forbidden")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_own(self, headers: Headers, scheme: str) -> bool:
        if "authorization" in headers:
            return True
        origin = headers.get("origin")
        if origin is not None:
            return origin in {self._origin, f"{scheme}://{headers.get('host', '')}"}
        return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


def _hostname(header: str) -> str:
    """The name in a Host header, "" when it is no name with perhaps a port."""
    found = HOST.fullmatch(header)
    return found.group(1).lower() if found else ""
