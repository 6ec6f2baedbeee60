"""Which texts an area needs, and which wording of them a version has: `question.1.1@2` holds from version 2 on."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from imi_contracts.areas.model import Area
from imi_contracts.areas.placeholders import placeholders
from imi_contracts.catalogue import SOURCE_LANGUAGE, Texts
from imi_contracts.catalogue.texts import Text

HELP = ".help"


def expected_texts(area: Area) -> Iterator[str]:
    """The key of every text the area needs in every language; `<key>.help` is allowed beside each."""
    yield from ("area.title", "area.short", "area.description")
    yield from (f"legal-basis.{basis}" for basis in area.legal_bases)
    yield from (f"category.{category}" for category in area.categories)
    yield from (f"field.{name}" for name in (*area.subject.fields, *area.parameters))
    yield from (kind.key for kind in area.kinds.values() if not kind.implied)
    yield from (question.key for top in area.questions for question in top.walk())
    for name, choices in area.choice_lists.items():
        yield from (f"choice.{name}.{choice}" for choice in choices)


def split_key(key: str) -> tuple[str, int]:
    """`question.1.1@2` is the wording of `question.1.1` from version 2 on; a bare key holds from the beginning."""
    base, mark, since = key.rpartition("@")
    return (base, int(since)) if mark and since.isdigit() else (key, 0)


def wordings(keys: Iterable[str], version: int) -> Mapping[str, str]:
    """For every text the key in the files under which this version's wording stands."""
    newest: dict[str, tuple[int, str]] = {}
    for key in keys:
        base, since = split_key(key)
        if since <= version and (base not in newest or since > newest[base][0]):
            newest[base] = (since, key)
    return MappingProxyType({base: key for base, (_, key) in newest.items()})


def used_wordings(area: Area, found: Mapping[str, str]) -> Mapping[str, str]:
    """The wordings this very area uses: what it needs, and the help texts beside."""
    wanted = [key for needed in expected_texts(area) for key in (needed, f"{needed}{HELP}")]
    return MappingProxyType({key: found[key] for key in wanted if key in found})


def texts_in(texts: Texts, chosen: Mapping[str, str]) -> Texts:
    """The chosen wordings under their plain keys.

    A translation of another English, or one with other placeholders, is left out: English is shown rather than
    something that says what the question does not say. The validator names it.
    """
    source = texts.by_language.get(SOURCE_LANGUAGE, {})
    return Texts(
        MappingProxyType(
            {
                language: MappingProxyType(
                    {
                        base: entries[key]
                        for base, key in chosen.items()
                        if key in entries and key in source and is_faithful(entries[key], source[key])
                    }
                )
                for language, entries in texts.by_language.items()
            }
        )
    )


def is_faithful(text: Text, source: Text) -> bool:
    """Whether a translation was made of this English and names the same fields."""
    return text.source == source.value and set(placeholders(text.value)) == set(placeholders(source.value))
