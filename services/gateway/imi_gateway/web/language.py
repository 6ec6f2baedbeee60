"""Choosing a language: a plain link, kept in a cookie."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from imi_contracts.errors import Refused
from imi_gateway.web import i18n

router = APIRouter()
YEAR_SECONDS = 365 * 24 * 3600
LONGEST_ADDRESS = 2_000


@router.get("/language/{code}")
async def choose_language(request: Request, code: str, next: str = "/") -> RedirectResponse:  # noqa: A002
    """Back to the page the reader came from, now in the other language."""
    if code not in i18n.LANGUAGES:
        raise Refused("resource.not_found")
    answer = RedirectResponse(inside(next), status_code=303)
    https = request.app.state.cookies.https
    answer.set_cookie(i18n.COOKIE, code, max_age=YEAR_SECONDS, secure=https, httponly=True, samesite="lax")
    return answer


def inside(address: str) -> str:
    """An address on this site; anything that a browser could read as another host becomes the start page."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if safe and len(address) <= LONGEST_ADDRESS else "/"
