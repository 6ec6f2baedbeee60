"""The same label in several catalogues: what one area calls “Surname”, the next one calls so too."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from imi_contracts.catalogue.lint_model import Entry, LintFinding, Severity
from imi_contracts.catalogue.lint_peers import APART, UNNAMED
from imi_contracts.catalogue.lint_read import GettextFile

RULE = "inconsistent"
Place = tuple[Path, str]  # folder and key


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that another catalogue words otherwise in the same language."""

    file: GettextFile
    entry: Entry
    first_file: GettextFile
    first: Entry

    @property
    def places(self) -> tuple[Place, Place]:
        return (self.file.file.parent, self.entry.key), (self.first_file.file.parent, self.first.key)


def lint_across(files: Iterable[GettextFile]) -> Iterator[LintFinding]:
    """Texts of the same kind and the same English in two catalogues, unless several languages tell them apart."""
    doubts = list(_doubts(files))
    languages = Counter(doubt.places for doubt in doubts)
    for doubt in doubts:
        if languages[doubt.places] < APART and not doubt.entry.ignores(RULE):
            other = f"{doubt.first_file.file.parent.parent.name}, `{doubt.first.key}`"
            yield LintFinding(
                doubt.file.file,
                doubt.entry.line,
                RULE,
                Severity.WARNING,
                f"`{doubt.entry.key}`: “{doubt.entry.english}” is “{doubt.entry.text}” here and "
                f"“{doubt.first.text}” in {other}; use one wording if both mean the same.",
            )


def _doubts(files: Iterable[GettextFile]) -> Iterator[Doubt]:
    first: dict[tuple[str, str, str], tuple[GettextFile, Entry]] = {}
    for file in files:
        for entry in file.entries:
            if not entry.text or entry.key.endswith(UNNAMED):
                continue
            kind = entry.key.partition(".")[0]
            known, text = first.setdefault((file.language, kind, entry.english), (file, entry))
            if known is not file and text.text.casefold() != entry.text.casefold():
                yield Doubt(file, entry, known, text)
