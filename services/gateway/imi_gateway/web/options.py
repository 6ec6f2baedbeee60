"""What long lists offer: codes in groups, countries with the EEA first, currencies in use in the EEA."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from babel.numbers import get_currency_name, get_territory_currencies

from imi_contracts import topology
from imi_contracts.catalogue import country_codes, country_name, sort_key
from imi_contracts.vocabularies.model import SECTION
from imi_gateway.web import i18n
from imi_gateway.web.words import concept_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from imi_contracts.vocabularies import Vocabularies
    from imi_contracts.vocabularies.model import Concept, Vocabulary

# The Member States and the three EEA states (Regulation (EU) No 1024/2012, Art. 5).
STATES = tuple(state.upper() for state in topology.STATES)
EURO = "EUR"
# From so many options on, a list is searched by typing.
LONG = 15
GROUP = "group"  # attribute of a concept: its theme


class Option(NamedTuple):
    """One line of a list; `words` are what people also type to find it."""

    value: str
    label: str
    lang: str = ""
    words: str = ""


class Group(NamedTuple):
    """Options under a heading; a list without headings is one group with none."""

    label: str
    options: Sequence[Option]
    lang: str = ""


def is_long(groups: Iterable[Group]) -> bool:
    """Whether a reader looks for a line rather than at the list."""
    return sum(len(group.options) for group in groups) > LONG


def with_value(groups: Sequence[Group], value: str) -> Sequence[Group]:
    """The groups with a value that came from elsewhere and is not among them."""
    known = any(option.value == value for group in groups for option in group.options)
    return groups if known or not value else [*groups, Group("", [Option(value, value)])]


def of_vocabulary(vocabularies: Vocabularies, code_list: str, language: str) -> list[Group]:
    """The concepts of a vocabulary: below their section with codes in front, by theme, or in one list."""
    known = vocabularies[code_list]
    if any(SECTION in concept.attributes for concept in known):
        return list(_sections(known, language))
    if any(GROUP in concept.attributes for concept in known):
        return _themes(known, language)
    return [Group("", _sorted(_option(known, concept, language) for concept in known))]


def _option(known: Vocabulary, concept: Concept, language: str, *, coded: bool = False) -> Option:
    label = known.label(concept.id, language)
    return Option(
        concept.id,
        f"{concept.id} {label}" if coded else label,
        language if known.has_label(concept.id, language) else i18n.SOURCE,
        " ".join(known.synonyms(concept.id, language)),
    )


def _sections(known: Vocabulary, language: str) -> Iterator[Group]:
    """NACE: a section may carry the very name of its only division, so the code tells them apart."""
    for top in known:
        if SECTION in top.attributes:
            continue
        below = [concept for concept in known if concept.attributes.get(SECTION) == top.id]
        options = [_option(known, concept, language, coded=True) for concept in (top, *below)]
        yield Group(options[0].label, options, options[0].lang)


def _themes(known: Vocabulary, language: str) -> list[Group]:
    reader = i18n.interface(language)
    members: dict[str, list[Option]] = {}
    for concept in known:
        members.setdefault(concept.attributes.get(GROUP, ""), []).append(_option(known, concept, language))
    groups = [
        Group(concept_group(reader, theme), _sorted(options), reader.text)
        for theme, options in members.items()
    ]
    return sorted(groups, key=lambda group: sort_key(group.label))


def _sorted(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: sort_key(option.label))


def plain(options: Iterable[Mapping[str, str]], lang: str = "") -> list[Group]:
    """Options as the contracts describe them, in their order."""
    return [Group("", [Option(o["value"], o["label"], lang) for o in options])]


@cache
def countries(language: str) -> tuple[Group, ...]:
    """All countries, those that take part first."""
    reader = i18n.interface(language)

    def named(codes: Iterable[str]) -> list[Option]:
        return _sorted(Option(code, country_name(code, language), language) for code in codes)

    others = country_codes() - set(STATES)
    return (
        Group(reader.gettext("European Economic Area"), named(STATES), reader.text),
        Group(reader.gettext("Other countries"), named(others), reader.text),
    )


@cache
def currencies(language: str) -> tuple[Group, ...]:
    """The currencies people pay with in the EEA today, the euro first."""
    in_use = {code for state in STATES for code in get_territory_currencies(state)}
    codes = [EURO, *sorted(in_use - {EURO})]
    locale = i18n.interface(language).locale
    return (
        Group("", [Option(code, f"{code} – {get_currency_name(code, locale=locale)}") for code in codes]),
    )
