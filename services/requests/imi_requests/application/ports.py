"""What handlers need of the outside, as protocols; adapters and the fakes of unit tests fill them in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from imi_contracts.areas import Area
from imi_contracts.vocabularies.enums import Side, Status
from imi_kit.ports import Clock, UnitOfWork
from imi_requests.domain.audit import AuditEntry
from imi_requests.domain.authority import Authority
from imi_requests.domain.request import Request
from imi_requests.domain.texts import FreeText


@dataclass(frozen=True)
class Involved:
    """Whose requests a list holds: an authority's, or (for a system) a country's; `areas` None means all."""

    areas: frozenset[str] | None
    authority: UUID | None = None
    country: str | None = None


@dataclass(frozen=True)
class Box:
    """A list as data: the side, the statuses, and whether only what waits for one's own action."""

    side: Side | None = None
    statuses: frozenset[Status] = frozenset()
    only_waiting: bool = False


class Requests(Protocol):
    """The requests of this service."""

    async def get(self, request_id: UUID, *, for_change: bool = False) -> Request | None:
        """The request; `for_change` keeps everybody else from changing it until the transaction ends."""

    async def add(self, request: Request) -> None: ...

    async def save(self, request: Request) -> None: ...

    async def next_number(self, year: int) -> int: ...

    async def listed(self, box: Box, who: Involved, *, limit: int, offset: int) -> tuple[list[Request], int]:
        """Requests without content, newest change first, and how many there are in all."""

    async def count(self, box: Box, who: Involved) -> int: ...

    async def of_text(self, text_id: UUID) -> UUID | None:
        """The request a free text belongs to."""

    async def save_translations(self, text: FreeText) -> None: ...


class Authorities(Protocol):
    """The copy of the directory's public records."""

    async def get(self, authority_id: UUID) -> Authority | None: ...

    async def several(self, ids: set[UUID]) -> dict[UUID, Authority]: ...

    async def put(self, authority: Authority) -> None: ...


class Audit(Protocol):
    """The chained record of each request."""

    async def last(self, request_id: UUID) -> AuditEntry | None: ...

    async def add(self, entry: AuditEntry) -> None: ...

    async def steps(self, request_id: UUID) -> list[AuditEntry]:
        """The entries that make up the timeline, oldest first."""


class Keys(Protocol):
    """The wrapped key of each exchange; erasing it erases every copy of its files."""

    async def get(self, request_id: UUID) -> bytes | None: ...

    async def add(self, request_id: UUID, wrapped: bytes) -> None: ...


class Removals(Protocol):
    """Objects to be removed from the object store once `not_before` has passed, whoever dies in between."""

    async def plan(self, name: str, not_before: datetime) -> None: ...

    async def cancel(self, name: str) -> bool:
        """False when nothing was planned any more."""

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Names whose time has come; nobody else gets them or cancels them until the transaction ends."""


class Work(UnitOfWork, Protocol):
    """One transaction with everything a handler touches."""

    @property
    def clock(self) -> Clock: ...

    @property
    def requests(self) -> Requests: ...

    @property
    def authorities(self) -> Authorities: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def removals(self) -> Removals: ...

    def new_id(self) -> UUID: ...

    async def once(
        self, *, actor: str, key: str, body: object, work: Callable[[], Awaitable[dict[str, Any]]]
    ) -> dict[str, Any]:
        """Do `work` unless this key did it already; either way the same outcome."""


class Areas(Protocol):
    """The published areas of law."""

    def newest(self, area: str) -> Area | None: ...

    def of(self, request: Request) -> Area:
        """The area in the version the request was begun with."""


class Vault(Protocol):
    """Encrypted bytes in the object store, and what can be told from a file's first bytes."""

    def new_key(self, request_id: UUID) -> bytes:
        """A fresh key of an exchange, wrapped."""

    def sniff(self, head: bytes) -> str | None:
        """The media type that the first bytes betray."""

    async def store(
        self, wrapped: bytes, request_id: UUID, attachment_id: UUID, chunks: AsyncIterator[bytes]
    ) -> None: ...

    def read(self, wrapped: bytes, request_id: UUID, attachment_id: UUID) -> AsyncIterator[bytes]:
        """The plain bytes; raises Refused("attachment.damaged") for anything not written by `store`."""

    async def remove(self, name: str) -> None: ...


def object_name(request_id: UUID, attachment_id: UUID) -> str:
    """Identifiers only: names of objects show up in the logs of others."""
    return f"{request_id}/{attachment_id}"
