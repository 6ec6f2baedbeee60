"""Texts from gettext files by stable key: English from the .pot (the source), translations from <lang>.po."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import polib

from imi_contracts.catalogue.findings import Findings

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One text with the line it stands on; `source` is the English it was translated from."""

    value: str
    source: str
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of one catalogue in all languages that have a file."""

    by_language: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self.by_language))

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.by_language.get(SOURCE_LANGUAGE, {}))

    def has(self, key: str, language: str) -> bool:
        """Whether this very language has the text (English does not count for another language)."""
        return key in self.by_language.get(language, {})

    def get(self, key: str, language: str) -> str | None:
        """The text in the language, else in English, else None."""
        for candidate in (language, SOURCE_LANGUAGE):
            found = self.by_language.get(candidate, {}).get(key)
            if found is not None:
                return found.value
        return None

    def language_of(self, key: str, language: str) -> str:
        """The language `get` answers in: the asked one or English; pages need it for `lang`."""
        return language if self.has(key, language) else SOURCE_LANGUAGE

    def missing(self, language: str, keys: Iterable[str] | None = None) -> tuple[str, ...]:
        return tuple(key for key in (self.keys if keys is None else keys) if not self.has(key, language))


def read_po(file: Path, findings: Findings, *, is_source: bool) -> dict[str, Text]:
    """The texts of one gettext file by msgctxt; empty and fuzzy translations count as missing."""
    try:
        entries = polib.pofile(str(file), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        findings.add(file, 1, f"This is not a valid gettext file ({error}); mend the syntax.")
        return {}
    result: dict[str, Text] = {}
    for entry in entries:
        if entry.obsolete:
            continue
        line = entry.linenum or 1
        key = sys.intern(entry.msgctxt or "")
        if not key:
            findings.add(file, line, f"The text “{entry.msgid}” has no msgctxt; add its key as msgctxt.")
        elif key in result:
            findings.add(
                file, line, f"The key `{key}` stands twice, first in line {result[key].line}; remove one."
            )
        elif is_source:
            english = sys.intern(entry.msgid)
            result[key] = Text(english, english, line, sys.intern(entry.comment))
        elif entry.msgstr and not entry.fuzzy:
            # The English stands in every language's file; kept once, all texts need half the memory.
            result[key] = Text(entry.msgstr, sys.intern(entry.msgid), line, sys.intern(entry.comment))
    return result


def load_texts(folder: Path, name: str, findings: Findings) -> Texts:
    """Read `<folder>/<name>.pot` and every `<folder>/<lang>.po`; without the .pot there are no texts."""
    source = folder / f"{name}.pot"
    if not source.is_file():
        findings.add(source, 1, "The source of the texts does not exist; create it with the English texts.")
        return Texts()
    languages = {SOURCE_LANGUAGE: read_po(source, findings, is_source=True)}
    for file in sorted(folder.glob("*.po")):
        languages[file.stem] = read_po(file, findings, is_source=False)
    return Texts(MappingProxyType({code: MappingProxyType(texts) for code, texts in languages.items()}))
