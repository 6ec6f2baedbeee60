"""Texts from gettext files by stable key: English from the .pot (the source), translations from <lang>.po."""

import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import polib

from imi_contracts.catalogue.findings import Findings
from imi_contracts.catalogue.gettext_lines import faulty_lines

SOURCE_LANGUAGE = "en"
_LINE = re.compile(r"\(line (\d+)\)(?:: )?(.*)", re.DOTALL)


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
        found = self.by_language.get(language, {}).get(key)
        return found is not None and bool(found.value.strip())

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


def parse_po(file: Path, findings: Findings) -> tuple[polib.POFile, frozenset[int]] | None:
    """The file and the lines whose text cannot be trusted; None when it cannot be read at all."""
    faults: dict[int, str] = {}
    try:
        faults |= faulty_lines(file.read_text("utf-8"))
        entries = polib.pofile(str(file), encoding="utf-8")
    except UnicodeDecodeError:
        findings.add(file, 1, "This file is not written in UTF-8; save it as UTF-8.")
        return None
    except OSError as error:  # polib's complaint about the syntax is one, too
        where = _LINE.search(str(error))
        if where is None:
            findings.add(file, 1, f"This is not a valid gettext file ({error}); mend the syntax.")
        elif not faults:
            said = f" ({where[2]})" if where[2] else ""
            findings.add(file, int(where[1]), f"This is not valid in a gettext file{said}; mend the syntax.")
        entries = None
    for line, message in faults.items():
        findings.add(file, line, message)
    return None if entries is None else (entries, frozenset(faults))


def read_po(file: Path, findings: Findings, *, is_source: bool) -> dict[str, Text]:
    """The texts of one gettext file by msgctxt; empty, fuzzy and cut translations count as missing."""
    parsed = parse_po(file, findings)
    if parsed is None:
        return {}
    entries, faults = parsed
    cut = _cut(entries, faults)
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
        elif entry.msgstr and not entry.fuzzy and line not in cut:
            # The English stands in every language's file; kept once, all texts need half the memory.
            result[key] = Text(entry.msgstr, sys.intern(entry.msgid), line, sys.intern(entry.comment))
    return result


def _cut(entries: polib.POFile, faults: frozenset[int]) -> frozenset[int]:
    """The first lines of the entries in which a faulty line stands."""
    starts = sorted(entry.linenum or 1 for entry in entries) if faults else []
    return frozenset(max((start for start in starts if start <= fault), default=0) for fault in faults)


def load_texts(
    folder: Path, name: str, findings: Findings, languages: Collection[str] | None = None
) -> Texts:
    """Read `<folder>/<name>.pot` and every `<folder>/<lang>.po`; without the .pot there are no texts.

    Whoever shows nothing to people says which `languages` beside English it needs, and spares itself the others.
    """
    source = folder / f"{name}.pot"
    if not source.is_file():
        findings.add(source, 1, "The source of the texts does not exist; create it with the English texts.")
        return Texts()
    read = {SOURCE_LANGUAGE: read_po(source, findings, is_source=True)}
    for file in sorted(folder.glob("*.po")):
        if languages is None or file.stem in languages:
            read[file.stem] = read_po(file, findings, is_source=False)
    return Texts(MappingProxyType({code: MappingProxyType(texts) for code, texts in read.items()}))
