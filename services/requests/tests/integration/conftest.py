"""The whole service over real stores, and officials who talk to it over HTTP."""

import asyncio
import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from imi_contracts.events.directory import AuthorityChanged
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.identity import Identity
from imi_kit.service import Service
from imi_kit.sql import Database
from imi_kit.sql.migrations import migrate
from imi_kit.testing import TokenMint, enveloped
from imi_requests.application.incoming.authority_changed import on_authority
from imi_requests.bootstrap import MIGRATIONS, wire, works_on
from imi_requests.settings import RequestsSettings

AREA = "professional-qualifications"


@dataclass
class Official:
    """One caller with a token; every POST gets a fresh key unless the test gives one."""

    http: httpx.AsyncClient
    identity: Identity
    mint: TokenMint

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.http.get(path, params=params, headers=self.mint.bearer(self.identity))

    async def send(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **more: Any
    ) -> httpx.Response:
        headers = self.mint.bearer(self.identity) | {"Idempotency-Key": key or uuid4().hex}
        headers |= more.pop("headers", {})
        return await self.http.request(method, path, json=body, headers=headers, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return await self.send("POST", path, body if body is not None else {}, **more)

    async def put(self, path: str, body: Any, **more: Any) -> httpx.Response:
        return await self.send("PUT", path, body, **more)

    async def attach(
        self,
        request_id: str,
        content: Any,
        name: str = "diploma.pdf",
        media_type: str = "application/pdf",
        key: str | None = None,
    ) -> httpx.Response:
        headers = {"X-File-Name": name, "Content-Type": media_type}
        return await self.send(
            "POST", f"/requests/{request_id}/attachments", key=key, headers=headers, content=content
        )


@dataclass
class World:
    """Two chambers and a stranger, known to the service as if the directory had announced them."""

    database: Database
    service: Service | None
    http: httpx.AsyncClient
    mint: TokenMint
    requesting: UUID = field(default_factory=uuid4)
    responding: UUID = field(default_factory=uuid4)
    stranger: UUID = field(default_factory=uuid4)

    async def announce(self, authority: UUID, country: str, name: str, **changes: Any) -> None:
        sequence = changes.pop("sequence", 1)
        values = {
            "authority_id": authority,
            "country": country,
            "official_name": name,
            "official_language": country.lower(),
            "titles": {"en": f"{name} (en)"},
            "languages": [country.lower(), "en"],
            "areas": {AREA: "authority"},
            "status": "active",
        }
        event = AuthorityChanged.model_validate(values | changes)
        dispatch = Dispatcher(works_on(self.database), {AuthorityChanged: on_authority})
        await dispatch.handle([enveloped(event, subject=authority, sequence=sequence)])

    def official(
        self, authority: UUID | None, country: str, *roles: str, kind: str = "person", subject: str = ""
    ) -> Official:
        identity = Identity(
            subject=subject or f"user-{uuid4()}",
            kind=kind,  # type: ignore[arg-type]
            country=country,
            authority=authority,
            language=country.lower(),
            roles={AREA: list(roles or ("request_handler",))},
        )
        return Official(self.http, identity, self.mint)

    @property
    def anna(self) -> Official:
        """Handler of the requesting German chamber."""
        return self.official(self.requesting, "DE", subject="anna")

    @property
    def bela(self) -> Official:
        """Handler of the responding Hungarian chamber."""
        return self.official(self.responding, "HU", subject="bela")

    async def drafted(self, draft: dict[str, Any]) -> dict[str, Any]:
        body = {"area": AREA, "responding_authority": str(self.responding), "language": "de"}
        created = (await self.anna.post("/requests", body)).json()
        saved = await self.anna.put(
            f"/requests/{created['id']}/draft", {**draft, "version": created["version"]}
        )
        assert saved.status_code == 200, saved.text
        view: dict[str, Any] = saved.json()
        return view

    async def sent(self, draft: dict[str, Any]) -> dict[str, Any]:
        return await self.step(self.anna, await self.drafted(draft), "send")

    async def accepted(self, draft: dict[str, Any]) -> dict[str, Any]:
        return await self.step(self.bela, await self.sent(draft), "accept")

    async def replied(self, draft: dict[str, Any], answers: list[dict[str, Any]]) -> dict[str, Any]:
        view = await self.accepted(draft)
        return await self.step(self.bela, view, "reply", answers=answers, free_text="Üdvözlettel")

    async def step(self, who: Official, view: dict[str, Any], step: str, **body: Any) -> dict[str, Any]:
        done = await who.post(f"/requests/{view['id']}/{step}", {"version": view["version"], **body})
        assert done.status_code == 200, done.text
        after: dict[str, Any] = done.json()
        return after


@dataclass
class Server(World):
    """The same world in a process of its own, on a real port and a real broker."""

    amqp_url: str = ""
    pid: int = 0

    def peak_memory(self) -> int:
        """Bytes of resident memory at its highest so far."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024


@pytest.fixture(scope="session")
def migrated_database(servers: Any) -> Iterator[str]:
    with servers.fresh_database() as url:
        migrate(url, MIGRATIONS)
        yield url


@pytest.fixture(scope="session")
def bucket(servers: Any) -> Iterator[str]:
    with servers.fresh_bucket() as url:
        yield url


@pytest_asyncio.fixture(scope="session")
async def running(migrated_database: str, bucket: str) -> AsyncIterator[tuple[Service, TokenMint]]:
    mint = TokenMint()
    settings = RequestsSettings(
        http_port=1,
        database_url=migrated_database,
        amqp_url="amqp://nobody@127.0.0.1:1/",
        s3_url=bucket,
        identity_public_key=mint.public_key,
        kek=base64.b64encode(os.urandom(32)).decode(),
    )
    service = wire(settings)
    yield service, mint
    assert service.close
    await asyncio.wait_for(service.close(), 10)


@pytest_asyncio.fixture
async def world(running: tuple[Service, TokenMint], migrated_database: str) -> AsyncIterator[World]:
    service, mint = running
    database = Database(migrated_database, pool_size=2)
    transport = httpx.ASGITransport(app=service.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://requests", timeout=60) as client:
        world = World(database, service, client, mint)
        await world.announce(world.requesting, "DE", "Landeszahnärztekammer")
        await world.announce(world.responding, "HU", "Magyar Orvosi Kamara")
        await world.announce(world.stranger, "FR", "Ordre des dentistes")
        yield world
    await database.close()


@dataclass
class Process:
    address: str
    database_url: str
    pid: int
    amqp_url: str
    mint: TokenMint


@pytest.fixture(scope="session")
def process(servers: Any, bucket: str) -> Iterator[Process]:
    """`python -m imi_requests serve`, as in production, with stores that nobody else's relay empties."""
    mint, port = TokenMint(), free_port()
    with servers.fresh_vhost() as amqp_url, servers.fresh_database() as database_url:
        migrate(database_url, MIGRATIONS)
        declare = [sys.executable, "-m", "imi_kit.bus.declare", amqp_url]
        subprocess.run(declare, check=True, timeout=60)
        environment = os.environ | {
            "IMI_HTTP_PORT": str(port),
            "IMI_DATABASE_URL": database_url,
            "IMI_AMQP_URL": amqp_url,
            "IMI_S3_URL": bucket,
            "IMI_IDENTITY_PUBLIC_KEY": mint.public_key,
            "IMI_KEK": base64.b64encode(os.urandom(32)).decode(),
        }
        serve = [sys.executable, "-m", "imi_requests", "serve"]
        with subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL) as running:
            try:
                wait_for(f"http://127.0.0.1:{port}/livez", running)
                yield Process(f"http://127.0.0.1:{port}", database_url, running.pid, amqp_url, mint)
            finally:
                running.terminate()
                assert running.wait(20) == 0, "SIGTERM must end the process cleanly"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """A busy machine takes its time to import everything; a process that ended will never answer."""
    deadline = time.monotonic() + 80
    while time.monotonic() < deadline:
        assert process.poll() is None, "the service ended before it answered"
        try:
            if httpx.get(address, timeout=2).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest_asyncio.fixture
async def server(process: Process) -> AsyncIterator[Server]:
    database = Database(process.database_url, pool_size=2)
    async with httpx.AsyncClient(base_url=process.address, timeout=60) as client:
        world = Server(
            database,
            None,
            client,
            process.mint,
            amqp_url=process.amqp_url,
            pid=process.pid,
        )
        await world.announce(world.requesting, "DE", "Landeszahnärztekammer")
        await world.announce(world.responding, "HU", "Magyar Orvosi Kamara")
        yield world
    await database.close()
