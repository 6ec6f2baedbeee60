"""What the other languages say of a text: how long it usually is, whether it is a loan, a copy, or two things."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from imi_contracts.catalogue.lint_content import bare_length
from imi_contracts.catalogue.lint_languages import conventions
from imi_contracts.catalogue.lint_model import LISTS, Entry, Peers
from imi_contracts.catalogue.lint_read import GettextFile

ENOUGH_LANGUAGES = 6  # for saying anything about a text
INTERNATIONAL = 1 / 3  # share of languages whose word begins as the English one does
BEGINNING = 4
NOTHING_KNOWN = Peers()
APART, SHARE_APART = 3, 0.15  # so many languages do not err alike
UNNAMED = (".help", ".definition", *LISTS)  # texts that are no names of anything
SENTENCE = 40  # shorter texts may be equal in sister languages


@dataclass(frozen=True, slots=True)
class Sisters:
    """One catalogue in all of its languages."""

    peers: Mapping[str, Peers] = field(default_factory=dict)
    twins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()

    def of(self, key: str) -> Peers:
        return self.peers.get(key, NOTHING_KNOWN)

    def twin(self, key: str, language: str) -> str:
        """The language that has word for word the same sentence; empty when there is none."""
        return self.twins.get(language, {}).get(key, "")


def sisters_of(files: Sequence[GettextFile]) -> Sisters:
    return Sisters(peers_of(files), twins_of(files), two_things(files))


def twins_of(files: Iterable[GettextFile]) -> dict[str, dict[str, str]]:
    """Sentences that stand word for word in another language's file too: by language and key the other language."""
    first: dict[tuple[str, str], str] = {}
    twins: dict[str, dict[str, str]] = {}
    for file in files:
        for entry in file.entries:
            if len(entry.text) < SENTENCE or entry.text == entry.english or entry.key.endswith(LISTS):
                continue
            other = first.setdefault((entry.key, entry.text.casefold()), file.language)
            if other != file.language:
                twins.setdefault(file.language, {})[entry.key] = other
                twins.setdefault(other, {})[entry.key] = file.language
    return twins


def peers_of(files: Iterable[GettextFile]) -> Mapping[str, Peers]:
    """By key, for the texts that enough languages have; every language counts at its own usual length."""
    lengths: dict[str, list[float]] = {}
    alike: dict[str, int] = {}
    for file in files:
        usual = conventions(file.language).length
        for entry in file.entries:
            if entry.text:
                lengths.setdefault(entry.key, []).append(bare_length(entry.text) / usual)
                alike[entry.key] = alike.get(entry.key, 0) + (
                    beginning(entry.text) == beginning(entry.english)
                )
    return {
        key: Peers(median(found), is_loan=alike[key] / len(found) >= INTERNATIONAL)
        for key, found in lengths.items()
        if len(found) >= ENOUGH_LANGUAGES
    }


def worded_twice(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Texts whose English is equal and whose translation is not: the later one and the first."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if not entry.is_translated or entry.plural or entry.key.endswith(UNNAMED):
            continue
        found = first.setdefault((entry.english, entry.context), entry)
        if found.text.casefold() != entry.text.casefold():
            yield entry, found


def two_things(files: Sequence[GettextFile]) -> frozenset[tuple[str, str]]:
    """Pairs of keys that several languages tell apart: the English has one word for two things (a fine, a fine)."""
    count = Counter((entry.key, first.key) for file in files for entry, first in worded_twice(file.entries))
    enough = max(APART, len(files) * SHARE_APART)
    return frozenset(pair for pair, languages in count.items() if languages >= enough)


def beginning(text: str) -> str:
    """The first letters without accents, and in one spelling: `architect` and `arkitekt` are one word."""
    plain = unicodedata.normalize("NFKD", text[: 2 * BEGINNING].casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    for written, spoken in (("ch", "k"), ("ph", "f"), ("c", "k"), ("z", "k"), ("y", "i")):
        letters = letters.replace(written, spoken)
    return letters[:BEGINNING]
