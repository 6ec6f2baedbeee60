"""What the walls answer before any route is asked: browsers get a page, programs problem+json."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from imi_gateway.web.errors import error_page, wants_page
from imi_kit.http.errors import problem


def turned_away(scope: Scope, code: str, **params: object) -> Response:
    """The answer for a refusal's code, in the visitor's language."""
    request = Request(scope)
    if wants_page(request):
        return error_page(request, code, params)
    return problem(code, params=params)
