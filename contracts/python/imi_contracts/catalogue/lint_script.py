"""Lints of letters: the right script, no look-alikes of another one, no letters the language does not have."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from imi_contracts.catalogue.lint_languages import LOOKALIKES, conventions
from imi_contracts.catalogue.lint_model import Complaint, Pair, Severity
from imi_contracts.catalogue.lint_placeholders import without_placeholders

WORD = re.compile(r"[^\W\d_]+")
TECHNICAL = re.compile(r"https?://\S+|\S+@\S+|\bwww\.\S+|`[^`]*`|\.[a-z]{2,4}\b|[a-z]+_[a-z_]+")
ENUMERATION = re.compile(r"\(?\b[A-Za-z]\)|\(\d+\)\(?[a-z]\)?|\d[a-z]\b")
ROMAN = re.compile(r"[IVXLC]+")


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """`LATIN`, `CYRILLIC`, `GREEK` … as Unicode names the letter; signs such as µ belong to nobody."""
    return unicodedata.name(character, "UNKNOWN").partition(" ")[0]


def scripts_of(word: str) -> frozenset[str]:
    return frozenset(script_of(character) for character in word) - {"MICRO", "OHM", "FEMININE", "MASCULINE"}


def letters(pair: Pair) -> Iterator[Complaint]:
    """Every word in the script and the alphabet of the language; names and codes of the English may stay."""
    own = conventions(pair.language)
    if own.script == "Latin" and all(letter in own.letters for letter in pair.text if letter.isalpha()):
        return
    text = ENUMERATION.sub(" ", TECHNICAL.sub(" ", without_placeholders(pair.text)))
    kept = frozenset(WORD.findall(pair.english))
    for word in dict.fromkeys(WORD.findall(text)):
        if word.isascii() and own.script == "Latin":
            continue
        yield from _word(word, pair, own.script.upper(), kept)


def _word(word: str, pair: Pair, script: str, kept: frozenset[str]) -> Iterator[Complaint]:
    scripts = scripts_of(word)
    if len(scripts) > 1:
        mixed = " and ".join(sorted(name.capitalize() for name in scripts))
        yield Complaint(
            "mixed-script", f"“{word}” mixes {mixed} letters that look alike; type the word anew."
        )
    elif scripts and script not in scripts:
        yield from _other_script(word, pair, script, kept)
    elif scripts:
        strange = sorted(set(word) - conventions(pair.language).letters)
        if strange and word not in kept and script_of(strange[0]) == script:
            yield from _foreign_letters(word, strange, pair.language)


def _other_script(word: str, pair: Pair, script: str, kept: frozenset[str]) -> Iterator[Complaint]:
    wanted = script.capitalize()
    if script == "LATIN":
        yield Complaint("script", f"“{word}” is not written in Latin letters; translate or transliterate it.")
    elif (
        set(word) <= LOOKALIKES.get(pair.language, frozenset())
        and word not in kept
        and not ROMAN.fullmatch(word)
    ):
        yield Complaint(
            "script", f"“{word}” stands in Latin letters that look {wanted}; type it in {wanted}."
        )
    elif word in kept and not word.islower():
        return  # a name or a code that the English has too
    elif not word.isupper():
        severity = Severity.WARNING if pair.is_list else Severity.ERROR
        yield Complaint(
            "script",
            f"“{word}” is written in Latin letters; write it in {wanted} if it is no name.",
            severity,
        )


def _foreign_letters(word: str, strange: list[str], language: str) -> Iterator[Complaint]:
    if language == "ro" and set(strange) <= set("şţŞŢ"):
        yield Complaint("letters", f"“{word}” has ş or ţ with a cedilla; write ș and ț with a comma below.")
        return
    yield Complaint(
        "letters",
        f"“{word}” has {' '.join(strange)}, which this language does not write; check the word.",
        Severity.WARNING,
    )
