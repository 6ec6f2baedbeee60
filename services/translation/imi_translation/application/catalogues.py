"""An area's version becomes a catalogue: rendered in each of its languages, counted, announced once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from imi_contracts.areas import Area, completeness, describe_area
from imi_contracts.events import CataloguePublished
from imi_kit.ports import UnitOfWork


@dataclass(frozen=True)
class TextCount:
    """How many of the texts a language has."""

    language: str
    present: int
    total: int


@dataclass(frozen=True)
class Catalogue:
    """An area's version as readers get it; `texts_hash` changes when a translation is corrected."""

    area: str
    version: int
    content_hash: str
    texts_hash: str
    counts: tuple[TextCount, ...]
    documents: dict[str, dict[str, Any]]

    @property
    def id(self) -> str:
        return f"{self.area}:{self.version}:{self.content_hash}"

    @property
    def languages(self) -> list[str]:
        return sorted(self.documents)


class CatalogueUnitOfWork(UnitOfWork, Protocol):
    """One transaction over the catalogues."""

    async def texts_hash_of(self, catalogue_id: str) -> str | None: ...

    async def keep(self, catalogue: Catalogue) -> int:
        """Store or replace it; the number of publications of its area so far, this one included."""


def catalogue_of(area: Area, languages: Sequence[str]) -> Catalogue:
    """Render an area in every language it has texts in; count its texts in all of `languages`."""
    documents = {language: describe_area(area, language) for language in area.texts.languages}
    rendered = json.dumps(documents, sort_keys=True, ensure_ascii=False).encode()
    counts = (TextCount(c.language, c.done, c.total) for c in completeness(area, languages))
    return Catalogue(
        area=area.id,
        version=area.version,
        content_hash=area.content_hash,
        texts_hash=hashlib.sha256(rendered).hexdigest(),
        counts=tuple(counts),
        documents=documents,
    )


async def publish(catalogue: Catalogue, uow: CatalogueUnitOfWork) -> bool:
    """Store and announce what is new; False when exactly this is published already."""
    if await uow.texts_hash_of(catalogue.id) == catalogue.texts_hash:
        return False
    sequence = await uow.keep(catalogue)
    uow.publish(
        CataloguePublished(
            area=catalogue.area,
            version=catalogue.version,
            content_hash=catalogue.content_hash,
            languages=catalogue.languages,
        ),
        subject=catalogue.area,
        sequence=sequence,
    )
    return True
