"""Whom the walls turn away, and how: a page for people, a problem for programs; odd input is refused, not met."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.datastructures import FormData

from imi_contracts.errors import Refused
from imi_gateway.application.login import folded
from imi_gateway.clients.calls import usable
from imi_gateway.entrypoints.body_limit import BodyLimit
from imi_gateway.entrypoints.same_site import SameSite
from imi_gateway.web.language import inside
from imi_gateway.web.submitted import version

ORIGIN = "https://imi.test"
BROWSER = {"accept": "text/html", "accept-language": "de"}


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.post("/{path:path}")
    async def count(request: Request, path: str) -> int:
        return len(await request.body())

    app.add_middleware(BodyLimit, limit=1_000, attachment_limit=5_000)
    app.add_middleware(SameSite, hosts={"imi.test"}, origin=ORIGIN)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@pytest.mark.parametrize(("request_", "status"), [
    ({"url": "/login", "content": b"x" * 2_000}, 413),
    ({"url": "/login", "headers": {"origin": "https://evil.test"}}, 403),
    ({"url": "https://evil.test/login"}, 421),
])  # fmt: skip
async def test_browsers_get_a_page_in_their_language_and_programs_a_problem(
    http: httpx.AsyncClient, request_: dict[str, Any], status: int
) -> None:
    more = request_.pop("headers", {})
    page = await http.post(**request_, headers=BROWSER | more)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert '<html lang="de">' in page.text
    problem = await http.post(**request_, headers=more)
    assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    "host", ["evil.test", "imi.test:8092.evil.test", "imi.test@evil.test", "imi.test:", "[imi.test]", ""]
)
async def test_a_host_that_only_begins_like_ours_is_not_ours(http: httpx.AsyncClient, host: str) -> None:
    assert (await http.post("/login", headers={"host": host})).status_code == 421


@pytest.mark.parametrize(
    "address",
    [
        "//evil.test",
        "/\\evil.test",
        "https://evil.test",
        "javascript:alert(1)",
        "/\tx",
        "/\r\nA: b",
        "/" * 3_000,
    ],
)
def test_nobody_is_led_to_another_site(address: str) -> None:
    assert inside(address) == "/"


def test_an_address_on_this_site_is_kept() -> None:
    assert inside("/requests?box=sent&page=2") == "/requests?box=sent&page=2"


def test_a_user_name_holds_nothing_that_the_database_cannot() -> None:
    assert folded(" Anna\0.BY ") == "anna.by"


@pytest.mark.parametrize("key", ["é", "a\r\nx: y", "\0"])
def test_a_key_that_fits_no_header_is_refused(key: str) -> None:
    with pytest.raises(Refused):
        usable(key)


@pytest.mark.parametrize("given", ["9" * 5_000, "-1", "٣", "1.0", ""])
def test_a_version_that_no_page_wrote_is_refused(given: str) -> None:
    with pytest.raises(Refused):
        version(FormData([("version", given)]))
