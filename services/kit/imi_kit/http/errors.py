"""Errors as problem+json (RFC 9457) with the stable code that the catalogue lists."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.errors import error_code
from imi_kit.bus.consumer import StoreDown
from imi_kit.telemetry import current_trace_id, get_logger

log = get_logger("http")
PROBLEM = "application/problem+json"


def problem(code: str, *, pointer: str | None = None, params: dict[str, Any] | None = None) -> JSONResponse:
    """The answer for a code: {type, title, status, code, params, pointer, retryable, trace_id}."""
    entry = error_code(code)
    content = {
        "type": f"urn:imi:error:{code}",
        "title": entry.text,
        "status": entry.status,
        "code": code,
        "params": params or {},
        "pointer": pointer,
        "retryable": entry.retryable,
        "trace_id": current_trace_id(),
    }
    return JSONResponse(content, status_code=entry.status, media_type=PROBLEM)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return problem(error.code, pointer=error.pointer, params=error.params)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    pointer = "/" + "/".join(str(part) for part in first["loc"][1:])
    return problem("request.malformed", pointer=pointer, params={"reason": first["type"]})


async def _not_here(_: Request, error: Exception) -> JSONResponse:
    """Addresses and methods that no route serves; anything else the framework refuses is a malformed message."""
    assert isinstance(error, HTTPException)
    codes = {404: "resource.not_found", 405: "method.not_allowed"}
    answer = problem(codes.get(error.status_code, "request.malformed"), params={"reason": error.detail})
    answer.headers.update(error.headers or {})
    return answer


async def _store_down(_: Request, error: Exception) -> JSONResponse:
    log.warning("store_down", error=repr(error.__cause__))
    return problem("service.unavailable")


async def _failed(_: Request, error: Exception) -> JSONResponse:
    log.error("unhandled", error=type(error).__name__, exc_info=error)
    return problem("service.failed", params={"trace_id": current_trace_id() or ""})


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _not_here)
    app.add_exception_handler(StoreDown, _store_down)
    app.add_exception_handler(Exception, _failed)
