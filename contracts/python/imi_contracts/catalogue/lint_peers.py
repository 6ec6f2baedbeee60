"""What the other languages say of a text: how long it usually is, and whether its word is an international one."""

import unicodedata
from collections.abc import Iterable, Mapping
from statistics import median

from imi_contracts.catalogue.lint_content import bare_length
from imi_contracts.catalogue.lint_languages import conventions
from imi_contracts.catalogue.lint_model import LISTS, Peers
from imi_contracts.catalogue.lint_read import GettextFile

ENOUGH_LANGUAGES = 6  # for saying anything about a text
INTERNATIONAL = 1 / 3  # share of languages whose word begins as the English one does
BEGINNING = 4
SENTENCE = 40  # shorter texts may be equal in sister languages


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


def beginning(text: str) -> str:
    """The first letters without accents, with k and z for c, as `architekt` and `architect` are one word."""
    plain = unicodedata.normalize("NFKD", text[:BEGINNING].casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return letters.replace("c", "k").replace("z", "k")
