"""What this service knows of an authority: a copy of the directory's public record."""

from dataclasses import dataclass, field
from uuid import UUID

ACTIVE = "active"
ALL_AREAS = "*"


@dataclass
class Authority:
    """`sequence` is the version of the record in the directory, so that older news is ignored."""

    id: UUID
    country: str
    official_name: str
    official_language: str
    titles: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    areas: dict[str, str] = field(default_factory=dict)
    status: str = ACTIVE
    sequence: int = 0

    @property
    def is_active(self) -> bool:
        return self.status == ACTIVE

    def works_in(self, area: str) -> bool:
        return area in self.areas or ALL_AREAS in self.areas

    @property
    def reading_language(self) -> str:
        """The language into which foreign free text is brought for its people."""
        return self.languages[0] if self.languages else self.official_language
