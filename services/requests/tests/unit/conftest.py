"""Handlers driven through fakes: no broker, no store, no waiting."""

import copy
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Role, Side
from imi_kit.testing import FakeUnitOfWork, FixedClock
from imi_requests.adapters.areas import PublishedAreas
from imi_requests.application.commands.accept_request import AcceptRequest, accept_request
from imi_requests.application.commands.create_request import CreateRequest, create_request
from imi_requests.application.commands.reply_to_request import ReplyToRequest, reply_to_request
from imi_requests.application.commands.save_answers import NewAnswer
from imi_requests.application.commands.save_draft import SaveDraft, save_draft
from imi_requests.application.commands.send_request import SendRequest, send_request
from imi_requests.application.ports import Box, Involved
from imi_requests.application.queries.show_request import show_request
from imi_requests.application.views import RequestView
from imi_requests.domain.actor import Actor
from imi_requests.domain.audit import AuditEntry
from imi_requests.domain.authority import Authority
from imi_requests.domain.request import AskedQuestion, DraftContent, Request
from imi_requests.domain.texts import FreeText

AREA = "professional-qualifications"


class FakeRequests:
    def __init__(self) -> None:
        self.stored: dict[UUID, Request] = {}
        self.numbers: dict[int, int] = {}

    async def get(self, request_id: UUID, *, for_change: bool = False) -> Request | None:
        return copy.deepcopy(self.stored.get(request_id))

    async def add(self, request: Request) -> None:
        self.stored[request.id] = copy.deepcopy(request)

    async def save(self, request: Request) -> None:
        self.stored[request.id] = copy.deepcopy(request)

    async def next_number(self, year: int) -> int:
        self.numbers[year] = self.numbers.get(year, 0) + 1
        return self.numbers[year]

    async def listed(self, box: Box, who: Involved, *, limit: int, offset: int) -> tuple[list[Request], int]:
        found = [r for r in self.stored.values() if self._lies_in(r, box, who)]
        return found[offset : offset + limit], len(found)

    async def count(self, box: Box, who: Involved) -> int:
        return len([r for r in self.stored.values() if self._lies_in(r, box, who)])

    @staticmethod
    def _lies_in(request: Request, box: Box, who: Involved) -> bool:
        for side in [box.side] if box.side else list(Side):
            mine = request.authority_of(side) == who.authority or request.country_of(side) == who.country
            if mine and request.status in box.statuses:
                return not box.only_waiting or side in request.waits_for()
        return False

    async def of_text(self, text_id: UUID) -> UUID | None:
        return next((r.id for r in self.stored.values() for t in r.texts if t.id == text_id), None)

    async def save_translations(self, text: FreeText) -> None:
        for request in self.stored.values():
            request.texts = [copy.deepcopy(text) if t.id == text.id else t for t in request.texts]


class FakeAuthorities:
    def __init__(self) -> None:
        self.stored: dict[UUID, Authority] = {}

    async def get(self, authority_id: UUID) -> Authority | None:
        return self.stored.get(authority_id)

    async def several(self, ids: set[UUID]) -> dict[UUID, Authority]:
        return {i: self.stored[i] for i in ids if i in self.stored}

    async def put(self, authority: Authority) -> None:
        self.stored[authority.id] = authority


class FakeAudit:
    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    async def last(self, request_id: UUID) -> AuditEntry | None:
        return next((e for e in reversed(self.entries) if e.request_id == request_id), None)

    async def add(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    async def steps(self, request_id: UUID) -> list[AuditEntry]:
        return [e for e in self.entries if e.request_id == request_id and e.step]


class FakeKeys:
    def __init__(self) -> None:
        self.stored: dict[UUID, bytes] = {}

    async def get(self, request_id: UUID) -> bytes | None:
        return self.stored.get(request_id)

    async def add(self, request_id: UUID, wrapped: bytes) -> None:
        self.stored[request_id] = wrapped


class FakeRemovals:
    def __init__(self) -> None:
        self.planned: dict[str, datetime] = {}

    async def plan(self, name: str, not_before: datetime) -> None:
        self.planned[name] = not_before

    async def cancel(self, name: str) -> bool:
        return self.planned.pop(name, None) is not None

    async def due(self, now: datetime, limit: int) -> list[str]:
        return [name for name, at in self.planned.items() if at <= now][:limit]


class FakeWork(FakeUnitOfWork):
    """One store for all transactions of a test; `once` remembers like the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FixedClock()
        self.requests = FakeRequests()
        self.authorities = FakeAuthorities()
        self.audit = FakeAudit()
        self.keys = FakeKeys()
        self.removals = FakeRemovals()
        self.remembered: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}

    def new_id(self) -> UUID:
        return uuid4()

    async def once(
        self, *, actor: str, key: str, body: object, work: Callable[[], Awaitable[dict[str, Any]]]
    ) -> dict[str, Any]:
        digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
        if (actor, key) in self.remembered:
            known, answer = self.remembered[actor, key]
            if known != digest:
                raise Refused("command.key_reused")
            return answer
        answer = await work()
        self.remembered[actor, key] = digest, answer
        return answer


class FakeVault:
    """Keeps the bytes as they are."""

    def __init__(self) -> None:
        self.stored: dict[str, bytes] = {}
        self.fails = False

    def new_key(self, request_id: UUID) -> bytes:
        return b"wrapped"

    def sniff(self, head: bytes) -> str | None:
        return "application/pdf" if head.startswith(b"%PDF") else None

    async def store(
        self, wrapped: bytes, request_id: UUID, attachment_id: UUID, chunks: AsyncIterator[bytes]
    ) -> None:
        received = self.stored[f"{request_id}/{attachment_id}"] = b""
        async for chunk in chunks:
            received += chunk
            self.stored[f"{request_id}/{attachment_id}"] = received
        if self.fails:
            raise Refused("service.unavailable")

    async def read(self, wrapped: bytes, request_id: UUID, attachment_id: UUID) -> AsyncIterator[bytes]:
        yield self.stored[f"{request_id}/{attachment_id}"]

    async def remove(self, name: str) -> None:
        self.stored.pop(name, None)


class Case:
    """A German and a Hungarian chamber, their people, and shortcuts through the flow."""

    def __init__(self, areas: PublishedAreas, draft: dict[str, Any], answers: list[dict[str, Any]]) -> None:
        self.areas, self.draft, self.answers = areas, draft, answers
        self.work = FakeWork()
        self.german, self.hungarian, self.french = (
            self._authority("DE"),
            self._authority("HU"),
            self._authority("FR"),
        )
        self.anna = self.actor(self.german)
        self.bela = self.actor(self.hungarian)
        self.claire = self.actor(self.french)

    def _authority(self, country: str) -> Authority:
        authority = Authority(
            id=uuid4(),
            country=country,
            official_name=f"Chamber of {country}",
            official_language=country.lower(),
            languages=[country.lower()],
            areas={AREA: "authority"},
            sequence=1,
        )
        self.work.authorities.stored[authority.id] = authority
        return authority

    def actor(self, authority: Authority, *roles: str) -> Actor:
        held = list(roles or (Role.REQUEST_HANDLER,))
        return Actor(
            f"user of {authority.country}",
            authority.country,
            authority.id,
            language=authority.country.lower(),
            roles={AREA: held},
        )

    @property
    def content(self) -> DraftContent:
        asked = tuple(AskedQuestion(**item) for item in self.draft["questions"])
        return DraftContent(
            self.draft["subject"],
            asked,
            self.draft["free_text"],
            date.fromisoformat(self.draft["deadline"]),
            self.draft["legal_basis"],
        )

    async def created(self) -> UUID:
        command = CreateRequest(AREA, self.hungarian.id, "de")
        return await create_request(command, self.anna, self.work, self.areas)

    async def drafted(self, content: DraftContent | None = None) -> UUID:
        request_id = await self.created()
        command = SaveDraft(request_id, None, content or self.content)
        return await save_draft(command, self.anna, self.work, self.areas)

    async def sent(self) -> UUID:
        return await send_request(SendRequest(await self.drafted(), None), self.anna, self.work, self.areas)

    async def accepted(self, deadline: date | None = None) -> UUID:
        command = AcceptRequest(await self.sent(), None, deadline)
        return await accept_request(command, self.bela, self.work, self.areas)

    async def replied(self) -> UUID:
        given = tuple(NewAnswer(**item) for item in self.answers)
        command = ReplyToRequest(await self.accepted(), None, given, "Üdvözlettel")
        return await reply_to_request(command, self.bela, self.work, self.areas)

    async def view(self, request_id: UUID, actor: Actor) -> RequestView:
        return await show_request(request_id, actor, self.work, self.areas)


@pytest.fixture
def case(areas: PublishedAreas, draft: dict[str, Any], answers: list[dict[str, Any]]) -> Case:
    return Case(areas, draft, answers)


@pytest.fixture
def vault() -> FakeVault:
    return FakeVault()
