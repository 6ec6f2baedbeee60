"""The middleware around every route: headers, sizes, hosts and origins."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from imi_gateway.entrypoints.body_limit import BodyLimit
from imi_gateway.entrypoints.same_site import SameSite
from imi_gateway.entrypoints.security_headers import SecurityHeaders

ORIGIN = "https://imi.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def client(*, https: bool = True) -> httpx.AsyncClient:
    app = FastAPI()

    @app.get("/{path:path}")
    async def show(path: str) -> str:
        return path

    @app.post("/{path:path}")
    async def count(request: Request, path: str) -> int:
        return sum([len(chunk) async for chunk in request.stream()])

    app.add_middleware(BodyLimit, limit=1_000, attachment_limit=5_000)
    app.add_middleware(SameSite, hosts={"imi.test"}, origin=ORIGIN)
    app.add_middleware(SecurityHeaders, https=https)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ORIGIN)


async def chunks(count: int, size: int = 100) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * size


async def test_every_answer_carries_the_policy_without_inline_scripts() -> None:
    async with client() as http:
        for answer in (
            await http.get("/"),
            await http.post("/", content=b"x" * 2_000),
            await http.get("http://evil.test/"),
        ):
            assert answer.headers["content-security-policy"] == POLICY
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"
            assert "camera=()" in answer.headers["permissions-policy"]
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["strict-transport-security"].startswith("max-age=63072000")


async def test_plain_http_on_a_laptop_promises_no_tls() -> None:
    async with client(https=False) as http:
        assert "strict-transport-security" not in (await http.get("/")).headers


@pytest.mark.parametrize(("path", "size", "status"), [
    ("/login", 1_000, 200),
    ("/login", 1_001, 413),
    ("/requests/1/attachments", 5_000, 200),
    ("/requests/1/attachments", 5_001, 413),
    ("/requests/1/attachments/2", 1_001, 413),
])  # fmt: skip
async def test_a_body_has_a_limit_and_attachments_a_larger_one(path: Any, size: Any, status: Any) -> None:
    async with client() as http:
        assert (await http.post(path, content=b"x" * size)).status_code == status


async def test_a_body_that_hides_its_length_is_cut_off_all_the_same() -> None:
    async with client() as http:
        assert (await http.post("/login", content=chunks(10))).status_code == 200
        refused = await http.post("/login", content=chunks(11))
        assert (refused.status_code, refused.json()["code"]) == (413, "body.too_large")


@pytest.mark.parametrize(("headers", "status"), [
    ({"origin": ORIGIN}, 200),
    ({}, 200),
    ({"origin": "https://evil.test"}, 403),
    ({"origin": "http://imi.test"}, 403),
    ({"origin": "null"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"sec-fetch-site": "same-origin"}, 200),
    ({"origin": "https://evil.test", "authorization": "Bearer x"}, 200),
])  # fmt: skip
async def test_what_changes_something_must_come_from_this_site(headers: Any, status: Any) -> None:
    async with client() as http:
        assert (await http.post("/login", headers=headers)).status_code == status
        assert (await http.get("/login", headers=headers)).status_code == 200


async def test_only_known_hosts_are_served_but_probes_may_use_any() -> None:
    async with client() as http:
        assert (await http.get("https://evil.test/login")).status_code == 421
        assert (await http.get("https://10.0.0.7:8080/metrics")).status_code == 200
        assert (await http.get("https://imi.test/metrics")).status_code == 404
        assert (await http.get("https://imi.test:8443/login")).status_code == 200
