"""The Jinja environments, one for each interface language, and `page()`, which every route answers with."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from imi_gateway.web import i18n
from imi_gateway.web.options import currencies, with_value
from imi_gateway.web.sentences import sentence
from imi_gateway.web.words import coordinator_link

if TYPE_CHECKING:
    from starlette.requests import Request

PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATES = PACKAGE / "templates"
STATIC = PACKAGE / "static"


@cache
def environment(language: str) -> Environment:
    """Templates with the texts, dates and names of one language."""
    reader = i18n.interface(language)
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        reader.gettext, reader.ngettext, newstyle=True, pgettext=reader.pgettext, npgettext=reader.npgettext
    )
    env.filters |= {
        "date": reader.day,
        "moment": reader.moment,
        "ago": reader.ago,
        "days_until": reader.days_until,
        "percent": reader.percent,
        "number": reader.number,
        "country": reader.country,
        "language": reader.language,
        "own_name": i18n.own_name,
        "file_size": reader.file_size,
        "days": reader.days,
        "coordinator_link": lambda code: coordinator_link(reader, code),
    }
    env.globals |= {
        "reader": reader,
        "languages": i18n.LANGUAGES,
        "asset": asset,
        "query": query,
        "sentence": lambda code: sentence(code, reader),
        "currencies": lambda value: with_value(currencies(reader.content), value),
        "new_key": lambda: str(uuid4()),
    }
    return env


def render(template: str, language: str, **context: Any) -> str:
    """A template as text, for whoever has no request at hand (mails, previews, tests)."""
    return environment(language).get_template(template).render(**context)


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """Answer with a page in the reader's language; a template sees `person`, `request` and what is given."""
    reader = i18n.of_request(request)
    shown = {
        "request": request,
        "person": getattr(request.state, "person", None),
        "unread": getattr(request.state, "unread", None),
        "return_to": _address(request),
    }
    body = render(template, reader.content, **(shown | context))
    answer = HTMLResponse(body, status_code=status, headers=headers)
    answer.headers["content-language"] = reader.text
    answer.headers["vary"] = "Accept-Language, Cookie"
    return answer


def _address(request: Request) -> str:
    """Where a change of language comes back to; what was posted cannot be fetched again."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


@cache
def asset(name: str) -> str:
    """Address of a static file with a mark of its content, so that browsers may keep it for long."""
    path = STATIC / name
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
    return f"/static/{name}?v={mark}"


def query(parameters: dict[str, Any], **changes: Any) -> str:
    """A query string with some parameters changed and the empty ones left out."""
    return urlencode([(k, v) for k, v in (parameters | changes).items() if v not in (None, "")], doseq=True)
