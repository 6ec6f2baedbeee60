"""The pages of logging in and out: password, then characters of the security code."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from imi_contracts.errors import Refused
from imi_gateway.adapters.secrets import token_hash
from imi_gateway.application.login import Login
from imi_gateway.entrypoints import csrf, login_views
from imi_gateway.entrypoints.session import Cookies, Person, current_person, new_token
from imi_gateway.web.language import inside

router = APIRouter(include_in_schema=False, dependencies=[Depends(csrf.protect)])
CHARACTER_LENGTH = 4


@router.get("/login")
async def show_password(request: Request, next: str = "/") -> Response:  # noqa: A002
    if request.state.person:
        return RedirectResponse(inside(next), status_code=303)
    return login_views.password_page(request, goal=inside(next))


@router.post("/login")
async def take_password(
    request: Request,
    username: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    goal = inside(next)
    if not username.strip() or not password:
        return login_views.password_page(request, goal=goal, username=username, empty=True)
    try:
        await _login(request).begin(
            _visit(request), username=username, password=password, address=_address(request), goal=goal
        )
    except Refused as refusal:
        return login_views.password_page(request, goal=goal, username=username, refusal=refusal)
    return RedirectResponse("/login/code", status_code=303)


@router.get("/login/code")
async def show_code(request: Request) -> Response:
    attempt = await _login(request).asked(_visit(request))
    if attempt is None:
        return RedirectResponse("/login", status_code=303)
    return login_views.code_page(request, positions=attempt.positions)


@router.post("/login/code")
async def take_code(request: Request, character: Annotated[list[str] | None, Form()] = None) -> Response:
    """The fields are all called `character`, in the order of the positions."""
    session, given = new_token(), [one[:CHARACTER_LENGTH] for one in character or []]
    try:
        logged_in = await _login(request).finish(
            _visit(request),
            characters=given,
            address=_address(request),
            session=token_hash(session),
        )
    except Refused as refusal:
        goal = refusal.params.get("next", "/")
        return login_views.password_page(request, goal=goal, refusal=refusal)
    answer = RedirectResponse(logged_in.next, status_code=303)
    # A new value at login: whoever planted or knew the old cookie holds nothing.
    _cookies(request).set(answer, _cookies(request).session, session)
    _cookies(request).drop(answer, _cookies(request).visit)
    return answer


@router.post("/logout")
async def log_out(request: Request, person: Annotated[Person, Depends(current_person)]) -> Response:
    await request.app.state.sessions.end(person.session)
    answer = RedirectResponse("/login", status_code=303)
    _cookies(request).drop(answer, _cookies(request).session)
    return answer


def _login(request: Request) -> Login:
    login: Login = request.app.state.login
    return login


def _cookies(request: Request) -> Cookies:
    cookies: Cookies = request.app.state.cookies
    return cookies


def _visit(request: Request) -> bytes:
    return token_hash(_cookies(request).read(request, _cookies(request).visit) or new_token())


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
