"""A transaction in memory, people and steps to play with, a real mail server, and the service on real servers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller

from imi_contracts.events import AuthorityRegistered, RequestStep, UserRegistered
from imi_kit.mongo import Documents
from imi_kit.service import Service
from imi_kit.testing import FakeUnitOfWork, TokenMint
from imi_notifications.adapters.texts import NoticeTexts, load_notice_texts
from imi_notifications.adapters.work import INDEXES
from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import Authority, User

AREA = "professional-qualifications"


@dataclass
class World:
    """A German chamber asks, a Hungarian one answers; steps and people are made to order."""

    german: UUID = field(default_factory=uuid4)
    hungarian: UUID = field(default_factory=uuid4)
    request: UUID = field(default_factory=uuid4)

    def authority(self, of: str = "DE", **change: Any) -> AuthorityRegistered:
        values: dict[str, Any] = {
            "authority_id": self.german if of == "DE" else self.hungarian,
            "country": of,
            "official_name": "Landeszahnärztekammer" if of == "DE" else "Magyar Orvosi Kamara",
            "official_language": of.lower(),
            "titles": {"hu": "Tartományi Fogorvosi Kamara"} if of == "DE" else {"de": "Ärztekammer Ungarns"},
            "languages": [of.lower()],
            "areas": {AREA: "authority"},
            "status": "active",
        }
        return AuthorityRegistered(**values | change)

    def user(
        self, of: str = "HU", roles: Sequence[str] = ("request_handler",), **change: Any
    ) -> UserRegistered:
        values: dict[str, Any] = {
            "user_id": uuid4(),
            "name": "Nagy Anna",
            "email": "anna@kamara.example",
            "language": of.lower(),
            "authority_id": self.german if of == "DE" else self.hungarian,
            "country": of,
            "roles": {AREA: list(roles)},
            "active": True,
        }
        return UserRegistered(**values | change)

    def step(self, model: type[RequestStep], side: str = "requesting", **change: Any) -> RequestStep:
        values: dict[str, Any] = {
            "request_id": self.request,
            "number": "EX-2026-000123",
            "area": AREA,
            "requesting_authority": self.german,
            "requesting_country": "DE",
            "responding_authority": self.hungarian,
            "responding_country": "HU",
            "status": "awaiting_acceptance",
            "side": side,
            "happened_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
            "deadline_proposed": date(2026, 3, 31),
        }
        return model(**values | change)


@pytest.fixture
def world() -> World:
    return World()


class FakeWork(FakeUnitOfWork):
    """NotificationsWork in dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.copies: dict[UUID, tuple[User | Authority, int]] = {}
        self.notices: list[Notice] = []
        self.parked: list[News] = []

    async def sequence_of(self, copy: User | Authority) -> int:
        return self.copies[copy.id][1] if copy.id in self.copies else -1

    async def keep(self, copy: User | Authority, sequence: int) -> None:
        self.copies[copy.id] = copy, sequence

    async def people_of(self, authority_id: UUID) -> list[User]:
        held = [copy for copy, _ in self.copies.values()]
        return [copy for copy in held if isinstance(copy, User) and copy.authority_id == authority_id]

    async def add(self, notices: Sequence[Notice]) -> None:
        self.notices.extend(notices)

    async def park(self, news: News) -> None:
        self.parked.append(news)

    async def parked_for(self, authority_id: UUID) -> list[News]:
        return [news for news in self.parked if news.told == authority_id]

    async def unpark(self, news: News) -> None:
        self.parked.remove(news)


@pytest.fixture
def work() -> FakeWork:
    return FakeWork()


@pytest.fixture(scope="session")
def texts() -> NoticeTexts:
    return NoticeTexts(load_notice_texts())


@dataclass
class MailServer:
    """A real SMTP server that keeps what it gets; `refuse` is what it answers instead."""

    port: int = 0
    refuse: str | None = None
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        self.raw.append(envelope.content)
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@pytest.fixture
def mail_server(unused_tcp_port_factory: Callable[[], int]) -> Any:
    found = MailServer(unused_tcp_port_factory())
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    yield found
    controller.stop()


@pytest.fixture
async def documents(mongo_url: str, mongo_database: str) -> AsyncIterator[Documents]:
    found = Documents(mongo_url, mongo_database)
    await found.create_indexes(INDEXES)
    yield found
    found.close()


@pytest.fixture
def mint() -> TokenMint:
    return TokenMint()


@asynccontextmanager
async def _at_work(service: Service) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(run(stop)) for group in service.workers.values() for run in group]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait(tasks, timeout=10)


@pytest.fixture
def at_work() -> Callable[[Service], Any]:
    """Use as `async with`: runs the workers of a service as `serve` would."""
    return _at_work
