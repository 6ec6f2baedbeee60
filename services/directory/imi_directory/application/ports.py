"""What the commands need from the outside, as protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from imi_contracts.vocabularies import Vocabularies
from imi_directory.application.search_document import SearchDocument
from imi_directory.application.search_query import Found, SearchQuery
from imi_directory.domain.authority import Authority
from imi_directory.domain.user import User
from imi_kit.ports import UnitOfWork


class Authorities(Protocol):
    async def get(self, authority_id: UUID, *, lock: bool = False) -> Authority | None: ...

    async def many(self, ids: Sequence[UUID]) -> dict[UUID, Authority]: ...

    async def add(self, authority: Authority) -> None: ...

    async def save(self, authority: Authority) -> None: ...


class Users(Protocol):
    async def get(self, user_id: UUID, *, lock: bool = False) -> User | None: ...

    async def of(self, authority: UUID, *, page: int, size: int) -> tuple[list[User], int]: ...

    async def add(self, user: User) -> None: ...

    async def save(self, user: User) -> None: ...


class SearchIndex(Protocol):
    async def put(self, authority: Authority, documents: Sequence[SearchDocument]) -> None: ...

    async def find(self, query: SearchQuery) -> Found: ...


class DirectoryWork(UnitOfWork, Protocol):
    """The directory's unit of work."""

    @property
    def authorities(self) -> Authorities: ...

    @property
    def users(self) -> Users: ...

    @property
    def search(self) -> SearchIndex: ...


@dataclass(frozen=True)
class Catalogue:
    """The vocabularies and the codes of the policy areas that this installation knows."""

    vocabularies: Vocabularies
    areas: frozenset[str]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.vocabularies["languages"].codes
