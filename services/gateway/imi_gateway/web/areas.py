"""The areas of law this gateway knows, loaded once from the contracts folder."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from imi_contracts.areas import Area, describe_field, load_areas
from imi_contracts.errors import Refused
from imi_contracts.vocabularies import Vocabularies, load_vocabularies

if TYPE_CHECKING:
    from pathlib import Path

    from imi_contracts.areas import Field


class Areas:
    """All areas and vocabularies; `app.state.areas` holds one."""

    def __init__(self, contracts: Path) -> None:
        self.vocabularies: Vocabularies = load_vocabularies(contracts / "vocabularies")
        self._by_id = dict(load_areas(contracts / "areas", self.vocabularies))
        self._fields = cache(self._describe)

    def __getitem__(self, area: str) -> Area:
        try:
            return self._by_id[area]
        except KeyError:
            raise Refused("area.unknown", area=area) from None

    def get(self, area: str) -> Area | None:
        """The area, None when it is not installed here."""
        return self._by_id.get(area)

    def title(self, area: str, language: str) -> str:
        """The area's title; its code when the area is not installed here."""
        known = self._by_id.get(area)
        return known.text("area.title", language) if known else area

    def legal_basis(self, area: str, basis: str, language: str) -> str:
        """The article a request rests on."""
        return self[area].text(f"legal-basis.{basis}", language)

    def options(self, language: str) -> list[tuple[str, str]]:
        """(code, title) pairs for a select box."""
        return [(code, area.text("area.title", language)) for code, area in sorted(self._by_id.items())]

    def professions(self, language: str) -> list[tuple[str, str]]:
        """(code, label) pairs for a select box."""
        return self.labels("professions", language)

    def labels(self, vocabulary: str, language: str) -> list[tuple[str, str]]:
        """(code, label) pairs of a vocabulary, none when it is not installed."""
        if vocabulary not in self.vocabularies:
            return []
        return list(self.vocabularies[vocabulary].options(language))

    def label(self, vocabulary: str, code: str, language: str) -> str:
        """A code's label; the code itself when it is unknown."""
        return (
            self.vocabularies.label(vocabulary, code, language) if vocabulary in self.vocabularies else code
        )

    def field(self, area: Area, field: Field, language: str) -> dict[str, Any]:
        """A field with label, help and options; cached, for the list of all countries is long."""
        return self._fields(area.id, field.id, language)

    def _describe(self, area_id: str, field_id: str, language: str) -> dict[str, Any]:
        area = self._by_id[area_id]
        field = area.field(field_id)
        if field is None:
            raise LookupError(field_id)
        key = f"field.{field_id}"
        return describe_field(area, field, language) | {"lang": area.texts.language_of(key, language)}
