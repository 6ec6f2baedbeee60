"""Against forged requests: every form carries a token bound to its visitor's cookie, checked in constant time."""

import hmac

from starlette.requests import Request

from imi_contracts.errors import Refused
from imi_gateway.application.ports import Hasher
from imi_gateway.entrypoints.session import Cookies

FIELD = "csrf_token"
HEADER = "x-csrf-token"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def check(request: Request) -> None:
    """Raises Refused("csrf.invalid") unless field or header hold the token of the visitor's cookie."""
    expected = expected_token(request)
    if expected is None:
        raise Refused("csrf.invalid")  # before the body is read: it may be a large one
    given = await _given(request)
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise Refused("csrf.invalid")


async def protect(request: Request) -> None:
    """Dependency of every page router, so that no form can forget the check."""
    if request.method not in SAFE_METHODS:
        await check(request)


def expected_token(request: Request) -> str | None:
    """The token for the session's cookie, before login for the visit's; None without either."""
    cookies: Cookies = request.app.state.cookies
    hasher: Hasher = request.app.state.hasher
    name = cookies.session if getattr(request.state, "person", None) else cookies.visit
    cookie = cookies.read(request, name)
    return hasher.csrf_token(cookie) if cookie else None


async def _given(request: Request) -> str:
    if HEADER in request.headers:
        return request.headers[HEADER]
    if not request.headers.get("content-type", "").startswith(FORMS):
        return ""
    value = (await request.form()).get(FIELD)
    return value if isinstance(value, str) else ""
