"""What the lints of translated texts work on and what they say: pairs of texts, complaints, findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

LISTS = (".synonyms", ".stems")  # keys whose text is a list of words separated by `; `, not a sentence
IGNORE = "ignore-"


class Severity(StrEnum):
    """An error must be mended before anything is published; a warning is for a reader to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """One thing in a gettext file that is wrong or suspicious, with the rule that found it."""

    file: Path
    line: int
    rule: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message} [{self.rule}]"

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a rule says about one pair; the runner adds file and line."""

    rule: str
    message: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Peers:
    """The same text in the other languages; nothing is known when too few of them have it."""

    length: float = 0.0
    is_loan: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One English text and its translation; every form of a plural is a pair of its own."""

    key: str
    english: str
    text: str
    language: str
    line: int = 1
    peers: Peers = Peers()
    only_one: bool = False  # a plural form said of one single number, which may leave the number out

    @property
    def is_list(self) -> bool:
        return self.key.endswith(LISTS)

    @property
    def shown(self) -> str:
        """The key as messages show it; a catalogue without keys shows the beginning of its English."""
        return self.key if len(self.key) <= 60 else f"{self.key[:57]}…"


Rule = Callable[[Pair], Iterator[Complaint]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a gettext file with everything the lints look at."""

    key: str
    english: str
    line: int
    text: str = ""
    context: str = ""  # only where the English is the key: tells apart what is equal in English
    plural: str = ""
    forms: tuple[str, ...] = ()
    flags: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_translated(self) -> bool:
        return any(self.forms) if self.plural else bool(self.text)

    def ignores(self, rule: str) -> bool:
        """Whether a flag such as `#, ignore-same` says that this rule does not hold for this text."""
        return IGNORE + rule in self.flags
