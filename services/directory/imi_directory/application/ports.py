"""What the commands need from the outside, as protocols."""

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    async def put(
        self, authority: Authority, documents: Sequence[SearchDocument], fingerprint: str
    ) -> None: ...

    async def outdated(self, fingerprint: str, limit: int) -> list[UUID]:
        """Authorities whose documents were made with other vocabularies; locked until the transaction ends."""

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
    """The vocabularies and the policy areas that this installation knows; areas are published while it runs."""

    vocabularies: Vocabularies
    areas: Callable[[], Collection[str]]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.vocabularies["languages"].codes

    @cached_property
    def fingerprint(self) -> str:
        """Differs when a label or a synonym does, so that the search can be told what it must read again."""
        texts = {
            language: {key: text.value for key, text in known.items()}
            for language, known in self.vocabularies.texts.by_language.items()
        }
        return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
