"""The session of a request: its cookies, and the person they prove. Pages ask `current_person`."""

import re
import secrets
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from imi_contracts.errors import Refused
from imi_gateway.adapters.secrets import token_hash
from imi_gateway.application.ports import Hasher
from imi_gateway.application.sessions import SessionKeeper
from imi_gateway.domain.person import Person
from imi_kit.bus.consumer import StoreDown

__all__ = ["Cookies", "LoadPerson", "Person", "current_person", "new_token", "person_of"]

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
WITHOUT_PERSON = ("/static/", "/livez", "/readyz", "/metrics", "/admin/")


def new_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


class Cookies:
    """`imi_session` of who is logged in, `imi_visit` of who is about to; they never share a value.

    Lax and not Strict: a link in a mail should open the case, not the login. Browsers share cookies
    between ports of a host, so two copies of the system on one machine need two names.
    """

    def __init__(self, *, https: bool, port: int | None) -> None:
        self.https = https
        prefix, suffix = ("__Host-" if https else ""), (f"_{port}" if port else "")
        self.session = f"{prefix}imi_session{suffix}"
        self.visit = f"{prefix}imi_visit{suffix}"

    def read(self, request: Request, name: str) -> str | None:
        value = request.cookies.get(name, "")
        return value if TOKEN.fullmatch(value) else None

    def set(self, answer: Response, name: str, value: str) -> None:
        answer.set_cookie(name, value, path="/", secure=self.https, httponly=True, samesite="lax")

    def drop(self, answer: Response, name: str) -> None:
        answer.delete_cookie(name, path="/", secure=self.https, httponly=True, samesite="lax")


class LoadPerson:
    """ASGI middleware: puts `person` (or None) on the request, so that error pages know her too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(WITHOUT_PERSON):
            request = Request(scope)
            try:
                request.state.person = await person_of(request)
            except StoreDown:
                # Static pages still come; whoever needs the person meets the error in `current_person`.
                request.state.person = None
        await self._app(scope, receive, send)


async def person_of(request: Request, *, active: bool | None = None) -> Person | None:
    """Who is logged in. What a page fetches by itself (htmx) is no sign that somebody sits before it."""
    cookies: Cookies = request.app.state.cookies
    keeper: SessionKeeper = request.app.state.sessions
    hasher: Hasher = request.app.state.hasher
    cookie = cookies.read(request, cookies.session)
    if cookie is None:
        return None
    if active is None:
        active = request.method != "GET" or "hx-request" not in request.headers
    person = await keeper.person(token_hash(cookie), active=active)
    return person and replace(person, csrf_token=hasher.csrf_token(cookie))


async def current_person(request: Request) -> Person:
    """The logged-in person; raises Refused("session.missing"), which browsers meet as the login page."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None:
        person = await person_of(request)
    if person is None:
        raise Refused("session.missing")
    return person
