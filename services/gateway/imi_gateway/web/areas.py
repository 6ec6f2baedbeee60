"""The areas of law this gateway knows: what is published, in every version that a request may have begun with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imi_contracts.areas import describe_field
from imi_contracts.catalogue import SOURCE_LANGUAGE, sort_key
from imi_contracts.errors import Refused
from imi_contracts.vocabularies import FieldType
from imi_gateway.clients.models import Foreign, RequestView
from imi_gateway.web import options
from imi_gateway.web.kinds import has_kinds
from imi_gateway.web.options import Group, Option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imi_contracts.areas import Area, AreaFolder, Field, PublishedAreas
    from imi_contracts.vocabularies import Vocabularies
    from imi_gateway.clients.models import RequestRow


@dataclass(frozen=True)
class Kept:
    """What was made of one state of the folder, for long lists are used again and again."""

    published: PublishedAreas
    fields: dict[tuple[str, int, str, str], dict[str, Any]] = field(default_factory=dict)
    lists: dict[tuple[str, str], list[Group]] = field(default_factory=dict)


class Areas:
    """All published areas and the vocabularies; `app.state.areas` holds one."""

    def __init__(self, folder: AreaFolder) -> None:
        """Whoever owns the folder keeps it fresh (`imi_kit.reload.Reloader`)."""
        self._folder = folder
        self._kept = Kept(folder.areas)

    @property
    def vocabularies(self) -> Vocabularies:
        return self._folder.vocabularies

    @property
    def _published(self) -> PublishedAreas:
        return self._folder.areas

    def _made(self) -> Kept:
        published = self._published
        if self._kept.published is not published:
            self._kept = Kept(published)
        return self._kept

    def __getitem__(self, area: str) -> Area:
        """The newest version: what a new request begins with."""
        try:
            return self._published[area]
        except KeyError:
            raise Refused("area.unknown", area=area) from None

    def get(self, area: str) -> Area | None:
        """The area, None when it is not installed here."""
        return self._published.get(area)

    def of(self, view: RequestView) -> Area:
        """The version a request was begun with; the newest one when that version is not installed here."""
        return self._published.version(view.area, view.area_version) or self[view.area]

    def newest(self) -> Iterator[Area]:
        """The newest version of each area."""
        return iter(self._published.values())

    def title(self, area: str, language: str) -> Foreign:
        """The area's title; its code when the area is not installed here."""
        known = self.get(area)
        return _text(known, "area.title", language) if known else Foreign(area, "")

    def kind_title(self, request: RequestRow | RequestView, language: str) -> Foreign | None:
        """What kind of request this is; None where the area has but one kind."""
        known = self.of(request) if isinstance(request, RequestView) else self.get(request.area)
        kind = known.kind(request.kind) if known and has_kinds(known) else None
        return _text(known, kind.key, language) if known and kind else None

    def legal_basis(self, view: RequestView, language: str) -> Foreign:
        """The article a request rests on."""
        return _text(self.of(view), f"legal-basis.{view.legal_basis}", language)

    def options(self, language: str) -> list[Group]:
        """The published areas for a select box."""
        return [self.options_among(self._published, language)]

    def options_among(self, areas: Iterable[str], language: str) -> Group:
        """Some of the areas for a select box, by title."""
        titles = ((code, self.title(code, language)) for code in areas)
        lines = [Option(code, title.text, title.lang) for code, title in titles]
        return Group("", sorted(lines, key=lambda line: sort_key(line.label)))

    def options_of(self, vocabulary: str, language: str) -> list[Group]:
        """What a code list offers, in groups; nothing when it is not installed."""
        if vocabulary not in self.vocabularies:
            return []
        known, key = self._made().lists, (vocabulary, language)
        if key not in known:
            known[key] = options.of_vocabulary(self.vocabularies, vocabulary, language)
        return known[key]

    def label(self, vocabulary: str, code: str, language: str) -> Foreign:
        """A code's label; the code itself when it is unknown."""
        if vocabulary not in self.vocabularies:
            return Foreign(code, "")
        known = self.vocabularies[vocabulary]
        return Foreign(
            known.label(code, language), language if known.has_label(code, language) else SOURCE_LANGUAGE
        )

    def field(self, area: Area, field: Field, language: str) -> dict[str, Any]:
        """A field with label, help and options; kept, for the list of all countries is long."""
        known, key = self._made().fields, (area.id, area.version, field.id, language)
        if key not in known:
            known[key] = self._described(area, field, language)
        return known[key]

    def _described(self, area: Area, field: Field, language: str) -> dict[str, Any]:
        text = f"field.{field.id}"
        groups: Sequence[Group] = ()
        if field.type is FieldType.COUNTRY:
            groups = options.countries(language)
        elif field.code_list:
            groups = self.options_of(field.code_list, language)
        return describe_field(area, field, language) | {
            "lang": area.texts.language_of(text, language),
            "help_lang": area.texts.language_of(f"{text}.help", language),
            "groups": groups,
            "long": options.is_long(groups),
        }


def _text(area: Area, key: str, language: str) -> Foreign:
    return Foreign(area.text(key, language), area.texts.language_of(key, language))
