"""Static files: kept for a year when the address carries the mark of their content, else for an hour."""

from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).resolve().parents[1] / "static"


class MarkedFiles(StaticFiles):
    """`/static/imi.css?v=<hash>` never changes; templates write it with `asset()`."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        marked = scope["query_string"].startswith(b"v=")
        keep = "max-age=31536000, immutable" if marked else "max-age=3600"
        answer.headers["cache-control"] = f"public, {keep}"
        return answer
