"""What the login shows. The same page with the same words for every kind of failure."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from imi_contracts.errors import Refused
from imi_gateway.application.ports import Hasher
from imi_gateway.entrypoints.session import Cookies, new_token
from imi_gateway.web.errors import status_of
from imi_gateway.web.rendering import page

PASSWORD_PAGE = "login/login.html"  # noqa: S105
CODE_PAGE = "login/code.html"
EMPTY_STATUS = 422


def password_page(
    request: Request,
    *,
    goal: str,
    username: str = "",
    refusal: Refused | None = None,
    empty: bool = False,
) -> Response:
    """`error` is the code of a refusal, `empty` says that a field was left out."""
    error = refusal.code if refusal else None
    status = status_of(error) if error else EMPTY_STATUS if empty else 200
    return _page(request, PASSWORD_PAGE, status, next=goal, username=username, error=error, empty=empty)


def code_page(request: Request, *, positions: list[int]) -> Response:
    return _page(request, CODE_PAGE, 200, positions=positions)


def _page(request: Request, template: str, status: int, **context: Any) -> Response:
    """With a visit's cookie, which the form's token belongs to."""
    cookies: Cookies = request.app.state.cookies
    hasher: Hasher = request.app.state.hasher
    known = cookies.read(request, cookies.visit)
    visit = known or new_token()
    answer = page(request, template, status=status, csrf_token=hasher.csrf_token(visit), **context)
    if not known:
        cookies.set(answer, cookies.visit, visit)
    return answer
