"""What every service answers the same way: problems, health, figures."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from imi_contracts.errors import Refused
from imi_kit.bus.consumer import StoreDown
from imi_kit.http import CurrentIdentity, IdempotencyKey, create_app, health
from imi_kit.identity import Identity
from imi_kit.testing import TokenMint


class Body(BaseModel):
    version: int


async def fine() -> None:
    return


async def broken() -> None:
    raise ConnectionError("password=secret")


async def hanging() -> None:
    await asyncio.sleep(60)


def build(mint: TokenMint, **checks: Any) -> FastAPI:
    app = create_app("test", identity_public_key=mint.public_key, checks=checks or {"store": fine})

    @app.get("/me")
    async def me(identity: CurrentIdentity) -> str:
        return identity.subject

    @app.post("/things/{thing_id}")
    async def change(thing_id: int, body: Body, key: IdempotencyKey) -> str:
        return f"{thing_id} {body.version} {key}"

    @app.get("/refuse")
    async def refuse() -> None:
        raise Refused("request.malformed", pointer="/subject/name", reason="empty")

    @app.get("/down")
    async def down() -> None:
        raise StoreDown from OSError("no route to host")

    @app.get("/crash")
    async def crash() -> None:
        raise RuntimeError("Erika Mustermann, born 1980")

    return app


@pytest.fixture
async def client(mint: TokenMint) -> AsyncIterator[httpx.AsyncClient]:
    async with opened(build(mint)) as found:
        yield found


def opened(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = response.json()
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert (body["code"], body["status"], body["type"]) == (code, status, f"urn:imi:error:{code}")
    assert set(body) == {"type", "title", "status", "code", "params", "pointer", "retryable", "trace_id"}
    return body


async def test_a_refusal_names_code_place_and_parameters(client: httpx.AsyncClient) -> None:
    body = problem(await client.get("/refuse"), 422, "request.malformed")
    assert (body["pointer"], body["params"]) == ("/subject/name", {"reason": "empty"})
    assert body["retryable"] is False


async def test_a_malformed_body_names_the_field(client: httpx.AsyncClient) -> None:
    response = await client.post("/things/1", json={"version": "x"}, headers={"Idempotency-Key": "k"})
    assert problem(response, 422, "request.malformed")["pointer"] == "/version"
    response = await client.post("/things/1", content=b"{", headers={"Idempotency-Key": "k"})
    problem(response, 422, "request.malformed")


async def test_a_command_without_a_key_is_refused(client: httpx.AsyncClient) -> None:
    problem(await client.post("/things/1", json={"version": 1}), 400, "command.key_missing")


async def test_a_store_that_is_down_is_an_unavailable_service(client: httpx.AsyncClient) -> None:
    assert problem(await client.get("/down"), 503, "service.unavailable")["retryable"] is True


async def test_a_crash_is_a_problem_that_says_nothing_of_the_content(client: httpx.AsyncClient) -> None:
    response = await client.get("/crash")
    problem(response, 500, "service.failed")
    assert "Erika" not in response.text


async def test_an_unknown_address_is_a_problem_too(client: httpx.AsyncClient) -> None:
    problem(await client.get("/nowhere"), 404, "resource.not_found")


async def test_a_wrong_method_is_a_problem_too(client: httpx.AsyncClient) -> None:
    response = await client.delete("/me")
    problem(response, 405, "method.not_allowed")
    assert response.headers["allow"] == "GET"


async def test_who_has_no_token_is_not_logged_in(client: httpx.AsyncClient) -> None:
    problem(await client.get("/me"), 401, "identity.missing")
    problem(await client.get("/me", headers={"Authorization": "Basic eDp5"}), 401, "identity.missing")
    problem(await client.get("/me", headers={"Authorization": "Bearer x"}), 401, "identity.invalid")


async def test_who_has_one_is_known(client: httpx.AsyncClient, mint: TokenMint) -> None:
    response = await client.get("/me", headers=mint.bearer(Identity("u-7", "person")))
    assert response.json() == "u-7"


async def test_a_living_process_says_so(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).json() == {"status": "ok"}


async def test_a_ready_service_names_its_parts(client: httpx.AsyncClient) -> None:
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "checks": {"store": "ok"}})


async def test_readiness_fails_with_the_part_that_fails_and_keeps_its_secrets(
    mint: TokenMint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)
    async with opened(build(mint, store=broken, bus=hanging, objects=fine)) as client:
        response = await client.get("/readyz")
    assert response.status_code == 503
    checks = {"store": "ConnectionError", "bus": "TimeoutError", "objects": "ok"}
    assert response.json() == {"ready": False, "checks": checks}


async def test_figures_are_labelled_by_route_and_never_by_address(client: httpx.AsyncClient) -> None:
    await client.post("/things/4711", json={"version": 1}, headers={"Idempotency-Key": "k"})
    figures = (await client.get("/metrics")).text
    assert 'imi_http_requests_total{method="POST",route="/things/{thing_id}",status="200"}' in figures
    assert "4711" not in figures
