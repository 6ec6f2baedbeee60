"""The gateway on a real database, a visitor with a browser's cookies, and officials to log in as."""

import asyncio
import base64
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
import pytest
import structlog
from pydantic import SecretStr

from imi_contracts.events import UserRegistered
from imi_gateway.adapters.housekeeping import Housekeeping
from imi_gateway.adapters.unit_of_work import SqlGatewayUnitOfWork
from imi_gateway.application.events import copy_user
from imi_gateway.application.tokens import ADMINISTRATOR
from imi_gateway.bootstrap import MIGRATIONS, build
from imi_gateway.settings import GatewaySettings
from imi_kit.service import Service
from imi_kit.sql.migrations import migrate
from imi_kit.testing import FixedClock, TokenMint, enveloped
from imi_local.fresh import Servers

ORIGIN = "http://imi.test"
PASSWORD, CODE = "Right-Passw0rd", "aB3dEfGhIjK9"
AREA = "professional-qualifications"


@dataclass(frozen=True)
class Official:
    """Somebody with an account."""

    user_id: UUID = field(default_factory=uuid4)
    username: str = field(default_factory=lambda: f"user-{uuid4().hex[:12]}")
    password: str = PASSWORD
    code: str = CODE
    authority_id: UUID = field(default_factory=uuid4)
    country: str = "DE"


class Visitor:
    """A browser without scripts: keeps cookies, follows nothing by itself, finds the token in the form."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.http = client
        self.page = ""

    async def open(self, path: str) -> httpx.Response:
        answer = await self.http.get(path, headers={"accept": "text/html"})
        self.page = answer.text
        return answer

    async def submit(self, path: str, **fields: str | list[str]) -> httpx.Response:
        headers = {"accept": "text/html", "origin": ORIGIN}
        answer = await self.http.post(path, data={"csrf_token": self.token(), **fields}, headers=headers)
        self.page = answer.text or self.page
        return answer

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([0-9a-f]*)"', self.page)
        return found.group(1) if found else ""

    def positions(self) -> list[int]:
        return [int(number) for number in re.findall(r'data-position="(\d+)"', self.page)]

    async def give_password(self, username: str, password: str) -> httpx.Response:
        await self.open("/login")
        await self.submit("/login", username=username, password=password)
        return await self.open("/login/code")

    async def give_code(self, code: str) -> httpx.Response:
        return await self.submit("/login/code", character=[code[p - 1] for p in self.positions()])

    async def log_in(self, official: Official, **wrong: str) -> httpx.Response:
        """`wrong` replaces username, password or code."""
        given = vars(official) | wrong
        await self.give_password(given["username"], given["password"])
        return await self.give_code(given["code"])


@dataclass
class Gateway:
    """The whole application in this process, its clock in the test's hand."""

    service: Service
    settings: GatewaySettings
    clock: FixedClock
    mint: TokenMint
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def unit_of_work(self) -> SqlGatewayUnitOfWork:
        uow: SqlGatewayUnitOfWork = self.service.app.state.unit_of_work()
        return uow

    async def tidy(self) -> None:
        """What the scheduler does every few minutes."""
        (run,) = self.service.workers["scheduler"]
        housekeeping = run.__self__  # type: ignore[attr-defined]
        assert isinstance(housekeeping, Housekeeping)
        await housekeeping.tidy()

    def visitor(self, address: str = "192.0.2.1") -> Visitor:
        transport = httpx.ASGITransport(app=self.service.app, client=(address, 4711))
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.clients.append(client)
        return Visitor(client)

    def administrator(self) -> dict[str, str]:
        return self.mint.bearer(ADMINISTRATOR)

    async def register(self, official: Official, *, active: bool = True, sequence: int = 1) -> None:
        """What the directory announces."""
        event = UserRegistered(
            user_id=official.user_id,
            name="Anna Muster",
            email="anna@example.eu",
            language="de",
            authority_id=official.authority_id,
            country=official.country,
            roles={AREA: ["request_handler"]},
            active=active,
        )
        async with self.unit_of_work() as uow:
            await copy_user(event, enveloped(event, sequence=sequence), uow)

    async def set_account(self, official: Official) -> httpx.Response:
        body = {
            "user_id": str(official.user_id),
            "username": official.username,
            "password": official.password,
            "security_code": official.code,
        }
        http = self.visitor().http
        return await http.post("/admin/accounts", json=[body], headers=self.administrator())


def make_settings(database_url: str, amqp_url: str, mint: TokenMint, **more: object) -> GatewaySettings:
    nowhere = "http://127.0.0.1:9"
    values: dict[str, object] = {
        "http_port": 0,
        "amqp_url": SecretStr(amqp_url),
        "database_url": SecretStr(database_url),
        "identity_public_key": mint.public_key,
        "identity_private_key": SecretStr(mint.private_key),
        "code_key": SecretStr(base64.b64encode(os.urandom(32)).decode()),
        "public_url": ORIGIN,
        "directory_url": nowhere,
        "requests_url": nowhere,
        "translation_url": nowhere,
        "notifications_url": nowhere,
        "statistics_url": nowhere,
        "heartbeat_seconds": 0.2,
    }
    return GatewaySettings.model_validate(values | more)


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    # The default renderer draws every local variable of a traceback, which takes seconds.
    structlog.configure(processors=[structlog.processors.JSONRenderer(default=repr)])


@pytest.fixture(scope="session")
def settings_for() -> Callable[..., GatewaySettings]:
    """Call it with the addresses of database and broker, a token mint, and what else should differ."""
    return make_settings


@pytest.fixture(scope="module")
def module_database(servers: Servers) -> object:
    with servers.fresh_database() as url:
        yield url


@pytest.fixture(scope="module")
async def gateway(module_database: str) -> AsyncIterator[Gateway]:
    """One for all tests of a module; each makes officials of its own."""
    await asyncio.to_thread(migrate, module_database, MIGRATIONS)
    mint, clock = TokenMint(), FixedClock()
    settings = make_settings(module_database, "amqp://nowhere.invalid/", mint)
    service = build(settings, clock)
    made = Gateway(service, settings, clock, mint)
    yield made
    for client in made.clients:
        await client.aclose()
    assert service.close
    await service.close()


@pytest.fixture
def official(gateway: Gateway) -> Callable[..., Awaitable[Official]]:
    """Call and await it for somebody who can log in."""

    async def make(**more: object) -> Official:
        one = Official(**more)  # type: ignore[arg-type]
        await gateway.register(one)
        answer = await gateway.set_account(one)
        assert answer.status_code == 200, answer.text
        return one

    return make
