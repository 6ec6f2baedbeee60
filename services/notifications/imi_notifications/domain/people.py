"""The copies of people and authorities, built from the directory's events."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.vocabularies import Role

ALL_AREAS = "*"
# Who acts on requests, and who hands them out (Commission Decision 2008/49/EC, Art. 12).
TOLD_ROLES = frozenset({Role.REQUEST_HANDLER, Role.ALLOCATOR})


@dataclass(frozen=True)
class User:
    """An official; `roles` maps areas (or "*") to role codes."""

    id: UUID
    name: str
    email: str
    language: str
    authority_id: UUID
    roles: dict[str, list[str]]
    active: bool

    def is_told_about(self, area: str) -> bool:
        """Whether steps of requests in this area of law concern the person."""
        held = {*self.roles.get(area, ()), *self.roles.get(ALL_AREAS, ())}
        return self.active and not held.isdisjoint(TOLD_ROLES)


@dataclass(frozen=True)
class Authority:
    """An authority as notices name it."""

    id: UUID
    country: str
    official_name: str
    titles: dict[str, str]

    def title(self, language: str) -> str:
        """The informal title in the reader's language, else the official name."""
        return self.titles.get(language) or self.official_name
