"""Reads gettext files for the lints: with plurals, flags and catalogues whose English is the key itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import polib

from imi_contracts.catalogue.lint_model import Entry


@dataclass(frozen=True, slots=True)
class GettextFile:
    """The entries of one .po or .pot in the order of the file; obsolete ones are left out."""

    file: Path
    language: str
    entries: tuple[Entry, ...]
    header: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""

    def by_key(self) -> dict[str, Entry]:
        return {entry.key: entry for entry in self.entries}


def language_of(file: Path) -> str:
    """`locale/de.po` and `locale/de/LC_MESSAGES/gateway.po` are both German."""
    return file.parent.parent.name if file.parent.name == "LC_MESSAGES" else file.stem


def read_gettext(file: Path, language: str, *, keyed: bool = True) -> GettextFile:
    """Read a file; fuzzy translations count as missing, as they do when texts are loaded."""
    try:
        state = file.stat()
    except OSError as error:
        return GettextFile(file, language, (), broken=str(error))
    return _read(file, language, keyed, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=512)  # several lints ask for a file; an edited one is another file
def _read(file: Path, language: str, keyed: bool, _changed: int, _size: int) -> GettextFile:
    try:
        content = polib.pofile(str(file), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return GettextFile(file, language, (), broken=str(error))
    entries = tuple(_entry(entry, keyed=keyed) for entry in content if not entry.obsolete)
    return GettextFile(file, language, entries, dict(content.metadata))


def _entry(entry: polib.POEntry, *, keyed: bool) -> Entry:
    forms = {} if entry.fuzzy else entry.msgstr_plural
    return Entry(
        key=(entry.msgctxt if keyed else "") or entry.msgid,
        context="" if keyed else entry.msgctxt or "",
        english=entry.msgid,
        line=entry.linenum or 1,
        text="" if entry.fuzzy else entry.msgstr,
        plural=entry.msgid_plural,
        forms=tuple(forms[index] for index in sorted(forms)),
        flags=frozenset(entry.flags),
    )


def find_catalogues(root: Path) -> Iterator[tuple[Path | None, tuple[Path, ...]]]:
    """Every source of texts below a folder with its translations; None when the English is the key."""
    if root.is_file():
        yield _source_beside(root), (root,)  # alone: without the other languages beside it
        return
    for folder in sorted(path for path in root.rglob("locale") if path.is_dir()):
        translations = sorted(folder.glob("*.po"))
        for source in sorted(folder.glob("*.pot")):
            yield source, tuple(translations)
        compiled = sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if compiled:
            yield None, tuple(compiled)


def _source_beside(file: Path) -> Path | None:
    sources = sorted(file.parent.glob("*.pot"))
    return sources[0] if len(sources) == 1 else None
