"""Member states' systems on a real broker, and a server that stands for the requests service."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import aio_pika
import httpx
import pytest
import uvicorn
from aio_pika.abc import AbstractChannel
from fastapi import Header, Request

from imi_contracts.envelope import Envelope
from imi_contracts.errors import Refused
from imi_gateway.bootstrap import MIGRATIONS, build
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_at
from imi_kit.http import create_app
from imi_kit.identity import TokenVerifier
from imi_kit.service import Service
from imi_kit.sql.migrations import migrate
from imi_kit.testing import TokenMint
from imi_local.broker_admin import BrokerAdmin
from imi_local.fresh import Servers

WAIT_SECONDS = 15.0


class RequestsServer:
    """Stands for the requests service: cases of Germany and Hungary, one command per idempotency key."""

    def __init__(self, public_key: str) -> None:
        self.cases: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str]] = []
        self.remembered: dict[tuple[str, str], tuple[Any, Any]] = {}
        self.mood = "well"
        self.app = create_app("requests", identity_public_key=public_key, checks={})
        self.app.get("/requests/{case_id}")(self.show)
        self.app.post("/requests/{case_id}/{step:path}")(self.step)
        self.verifier = TokenVerifier(public_key)
        self.url = ""

    def add(self, *, countries: tuple[str, str] = ("DE", "HU")) -> str:
        case = str(uuid4())
        self.cases[case] = {
            "id": case,
            "number": "2026-000001",
            "status": "awaiting_acceptance",
            "version": 1,
            "countries": countries,
            "subject": {"family_name": "Kovács"},
        }
        return case

    def find(self, case_id: str, authorization: str) -> dict[str, Any]:
        who = self.verifier.verify(authorization.removeprefix("Bearer "))
        assert who.kind == "system"
        if case_id not in self.cases or who.country not in self.cases[case_id]["countries"]:
            raise Refused("resource.not_found")
        return self.cases[case_id]

    async def show(self, case_id: str, authorization: str = Header("")) -> dict[str, Any]:
        return self.find(case_id, authorization)

    async def step(
        self,
        request: Request,
        case_id: str,
        step: str,
        idempotency_key: str = Header(""),
        authorization: str = Header(""),
    ) -> Any:
        if self.mood == "away":
            raise Refused("service.unavailable")
        if self.mood == "broken":
            raise RuntimeError("as if there were a mistake")
        body = await request.json()
        case = self.find(case_id, authorization)
        place = (case_id, idempotency_key)
        if place in self.remembered:
            assert self.remembered[place][0] == body
            return self.remembered[place][1]
        if body.get("version") not in (None, case["version"]):
            raise Refused("request.version_outdated", authority="X")
        if any(answer["question"] == "no-such" for answer in body.get("answers", [])):
            raise Refused("question.unknown", pointer="/answers/0/question", area="a", question="no-such")
        self.calls.append((step, idempotency_key))
        case["version"] += 1
        case["status"] = {"accept": "accepted", "reply": "information_provided"}.get(step, case["status"])
        self.remembered[place] = (body, dict(case))
        return dict(case)


class Systems:
    """The states' own systems: each publishes as itself and reads its own queue."""

    def __init__(self, channel: AbstractChannel) -> None:
        self.channel = channel

    async def send(
        self,
        command: str,
        body: Any,
        *,
        state: str = "hu",
        key: str | None = None,
        **properties: Any,
    ) -> str:
        """`body` is sent as JSON unless it is bytes already; returns the message id."""
        exchange = await self.channel.get_exchange("interchange", ensure=False)
        values = {"message_id": str(uuid4()), "user_id": f"ms-{state}"} | properties
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        await exchange.publish(aio_pika.Message(content, **values), key or f"ms.{state}.{command}")
        return str(values["message_id"])

    async def next(self, state: str = "hu") -> aio_pika.abc.AbstractIncomingMessage:
        queue = await self.channel.get_queue(f"ms.{state}.out", ensure=False)
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            message = await queue.get(no_ack=True, fail=False)
            if message is not None:
                return message
            await asyncio.sleep(0.02)
        raise AssertionError(f"nothing arrived on ms.{state}.out")

    async def receipt(self, message_id: str | None, state: str = "hu") -> dict[str, Any]:
        message = await self.next(state)
        assert message.correlation_id == message_id
        assert message.content_type == "application/cloudevents+json"
        envelope = Envelope.from_json(message.body)
        assert envelope.type == "interchange.receipt.v1"
        return envelope.data

    async def ask(self, command: str, body: Any, **more: Any) -> dict[str, Any]:
        message_id = await self.send(command, body, **more)
        return await self.receipt(message_id, more.get("state", "hu"))

    async def hears_nothing(self, state: str, seconds: float = 0.5) -> bool:
        await asyncio.sleep(seconds)
        queue = await self.channel.get_queue(f"ms.{state}.out", ensure=False)
        return await queue.get(no_ack=True, fail=False) is None


@pytest.fixture(scope="module")
def mint() -> TokenMint:
    return TokenMint()


@pytest.fixture(scope="module")
async def requests_server(mint: TokenMint) -> AsyncIterator[RequestsServer]:
    stand_in = RequestsServer(mint.public_key)
    server = uvicorn.Server(uvicorn.Config(stand_in.app, port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    stand_in.url = f"http://127.0.0.1:{port}"
    yield stand_in
    server.should_exit = True
    await serving


@pytest.fixture(scope="module")
def vhost(servers: Servers) -> Any:
    with servers.fresh_vhost() as url:
        yield url


@pytest.fixture(scope="module")
async def service(
    module_database: str, vhost: str, mint: TokenMint, requests_server: RequestsServer, settings_for: Any
) -> AsyncIterator[Service]:
    """The gateway's consumer and relay, running."""
    await asyncio.to_thread(migrate, module_database, MIGRATIONS)
    await declare_at(vhost)
    settings = settings_for(module_database, vhost, mint, requests_url=requests_server.url)
    made, stop = build(settings), asyncio.Event()
    tasks = [asyncio.create_task(run(stop)) for role in ("consumer", "relay") for run in made.workers[role]]
    yield made
    stop.set()
    await asyncio.wait(tasks, timeout=15)
    assert made.close
    await made.close()


@pytest.fixture(scope="module")
async def systems(service: Service, vhost: str, servers: Servers) -> AsyncIterator[Systems]:
    """One account that the broker lets speak for any state, instead of thirty."""
    admin, name, password = (
        BrokerAdmin(servers.rabbitmq_management_url),
        f"test-{uuid4().hex[:8]}",
        uuid4().hex,
    )
    admin.put_user(name, password, tags="impersonator")
    admin.permit(vhost.rpartition("/")[2], name, write=".*", read=".*")
    url = httpx.URL(vhost).copy_with(username=name, password=password)
    try:
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(connected(str(url), "member-states"))
            yield Systems(await connection.channel())
    finally:
        admin._call("DELETE", f"users/{name}", None)
