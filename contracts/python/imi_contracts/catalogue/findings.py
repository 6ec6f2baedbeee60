"""Findings of the validators: file, line and a sentence that says how to mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong in a file a person wrote."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(slots=True)
class Findings:
    """Collects findings, so that one run names everything that is wrong, not only the first thing."""

    items: list[Finding] = field(default_factory=list)

    def add(self, file: Path, line: int, message: str) -> None:
        finding = Finding(file, line, message)
        if finding not in self.items:
            self.items.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.add(finding.file, finding.line, finding.message)

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self.items))

    def __bool__(self) -> bool:
        return bool(self.items)

    def raise_if_any(self) -> None:
        """Raise CatalogueError when something was found."""
        if self.items:
            raise CatalogueError(tuple(self))


class CatalogueError(ValueError):
    """A folder of data cannot be loaded; `findings` says where and how to mend it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
