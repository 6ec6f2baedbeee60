"""Refusals as pages: what happened in the reader's language, and what to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.errors import UnknownErrorCodeError, error_code
from imi_gateway.web import i18n
from imi_gateway.web.rendering import page
from imi_gateway.web.sentences import sentence
from imi_kit.bus.consumer import StoreDown
from imi_kit.http.errors import problem
from imi_kit.telemetry import current_trace_id, get_logger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

log = get_logger("pages")
STATUS_PAGES = (403, 404, 409, 413, 429, 503)
GONE = {410: 404}
OF_STATUS = {404: "page.not_found", 405: "page.method_not_allowed", 403: "identity.forbidden"}
LOGIN_CODES = ("identity.missing", "session.missing")


def status_of(code: str) -> int:
    try:
        return error_code(code).status
    except UnknownErrorCodeError:
        return 422


def error_page(request: Request, code: str, params: Mapping[str, Any] | None = None) -> Response:
    """A whole page for a refusal that no form can show beside a field."""
    status = status_of(code)
    reader = i18n.of_request(request)
    kind = status if status in STATUS_PAGES else GONE.get(status, 500 if status >= 500 else 400)
    return page(
        request,
        "errors/error.html",
        status=status,
        headers={"retry-after": "30"} if status in {429, 503} else None,
        kind=kind,
        code=code,
        sentence=sentence(code, reader, params, areas=getattr(request.app.state, "areas", None)),
        trace_id=current_trace_id(),
    )


def login_again(request: Request) -> Response:
    """To the login page, and back to where the reader was once the login has succeeded."""
    there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"hx-refresh": "true"})
    if request.method != "GET" or request.headers.get("cookie", "").find("imi_session") >= 0:
        back = there if request.method == "GET" else "/"
        return page(request, "errors/session_expired.html", status=401, person=None, back=back)
    query = f"?{urlencode({'next': there})}" if there != "/" else ""
    return RedirectResponse(f"/login{query}", status_code=303)


def wants_page(request: Request) -> bool:
    """Browsers ask for HTML; programs and health checks do not."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted or request.headers.get("hx-request") is not None


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    if not wants_page(request):
        return problem(error.code, pointer=error.pointer, params=error.params)
    if error.code in LOGIN_CODES:
        return login_again(request)
    return error_page(request, error.code, error.params)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = OF_STATUS.get(error.status_code, "request.malformed")
    return error_page(request, code, {"reason": error.detail}) if wants_page(request) else problem(code)


async def _malformed(request: Request, error: Exception) -> Response:
    # An address with letters where an identifier belongs is an address of nothing.
    code = "resource.not_found" if request.method == "GET" else "request.malformed"
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    log.info("malformed", error=first["type"])
    if wants_page(request):
        return error_page(request, code)
    pointer = "/" + "/".join(str(part) for part in first["loc"][1:])
    return problem(code, pointer=pointer, params={"reason": first["type"]})


async def _failed(request: Request, error: Exception) -> Response:
    log.error("unhandled", error=type(error).__name__, exc_info=error)
    params = {"trace_id": current_trace_id() or ""}
    if wants_page(request):
        return error_page(request, "service.failed", params)
    return problem("service.failed", params=params)


async def _store_down(request: Request, error: Exception) -> Response:
    log.warning("store_down", error=repr(error.__cause__))
    code = "service.unavailable"
    return error_page(request, code) if wants_page(request) else problem(code)


def install_error_pages(app: FastAPI) -> None:
    """Call after the kit's create_app: pages for browsers, problem+json for everybody else."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StoreDown, _store_down)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Exception, _failed)
