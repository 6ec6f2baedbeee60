"""What a search asks and what it finds."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class SearchQuery:
    """Words in the asker's language and filters; pages count from 1.

    `competences` are written `list:code`; an authority that has one of them is found.
    """

    text: str = ""
    language: str = "en"
    country: str | None = None
    area: str | None = None
    competences: tuple[str, ...] = ()
    page: int = 1
    size: int = 20


@dataclass(frozen=True)
class Found:
    """The authorities of one page, best first, and how many there are on all pages."""

    ids: list[UUID]
    total: int
