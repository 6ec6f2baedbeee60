"""YAML with line numbers: scalars stay text (so `yes` is no boolean), every complaint knows its line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from imi_contracts.catalogue.findings import Findings
from imi_contracts.catalogue.yaml_faults import explain, glued

E = TypeVar("E", bound=StrEnum)
_TRUE, _FALSE = {"true", "yes"}, {"false", "no"}


@dataclass(frozen=True, slots=True)
class Marked:
    """One node of a YAML file together with its place and the list its complaints go to."""

    node: yaml.Node
    file: Path
    findings: Findings

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def complain(self, message: str) -> None:
        self.findings.add(self.file, self.line, message)

    def _wrap(self, node: yaml.Node) -> "Marked":
        return Marked(node, self.file, self.findings)

    def pairs(self) -> Iterator[tuple["Marked", "Marked"]]:
        """The keys and values of a mapping; a duplicate key is a complaint and is skipped."""
        if not isinstance(self.node, yaml.MappingNode):
            self._complain_about_no_mapping()
            return
        seen: dict[str, int] = {}
        for key_node, value_node in self.node.value:
            key = self._wrap(key_node)
            name = key.scalar()
            if name in seen:
                key.complain(
                    f"The key `{name}` stands twice, first in line {seen[name]}; remove one of them."
                )
                continue
            seen[name] = key.line
            yield key, self._wrap(value_node)

    def _complain_about_no_mapping(self) -> None:
        found = glued(str(self.node.value)) if isinstance(self.node, yaml.ScalarNode) else None
        if found:
            self.complain(f"Put a space after the colon: `{found[0]}: {found[1]}`.")
        else:
            self.complain("Here a mapping is expected; write `key: value` lines.")

    def mapping(self, *, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, "Marked"]:
        """The mapping by key; unknown and missing keys are complaints."""
        required = tuple(required)
        known = {*required, *optional}
        found: dict[str, Marked] = {}
        meant: set[str] = set()
        for key, value in self.pairs():
            name = key.scalar()
            together = glued(name)
            if name in known:
                found[name] = value
            elif together and together[0] in known:
                meant.add(together[0])
                key.complain(f"Put a space after the colon: `{together[0]}: {together[1]}`.")
            else:
                key.complain(f"The key `{name}` is not known here; use one of: {', '.join(sorted(known))}.")
        for name in required:
            if name not in found and name not in meant:
                self.complain(f"The key `{name}` is missing here; add it.")
        return found

    def sequence(self) -> list["Marked"]:
        if not isinstance(self.node, yaml.SequenceNode):
            self.complain("Here a list is expected; write `- item` lines or [a, b].")
            return []
        return [self._wrap(child) for child in self.node.value]

    def scalar(self) -> str:
        """The text as written; an empty value is a complaint."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.complain("Here a single value is expected, not a list or a mapping.")
            return ""
        return str(self.node.value).strip()

    def text(self) -> str:
        value = self.scalar()
        if not value and isinstance(self.node, yaml.ScalarNode):
            self.complain("This value is empty; write something or remove the key.")
        return value

    def is_null(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and self.node.value in {"", "null", "~"}

    def integer(self, *, minimum: int = 0) -> int:
        value = self.scalar()
        if not value.isdigit() or int(value) < minimum:
            self.complain(f"`{value}` is not a whole number of at least {minimum}; write digits only.")
            return minimum
        return int(value)

    def boolean(self) -> bool:
        value = self.scalar().lower()
        if value not in _TRUE | _FALSE:
            self.complain(f"`{value}` is neither true nor false; write one of the two.")
        return value in _TRUE

    def one_of(self, enum: type[E], *, default: E) -> E:
        value = self.scalar()
        try:
            return enum(value)
        except ValueError:
            self.complain(
                f"`{value}` is not known; use one of: {', '.join(member.value for member in enum)}."
            )
            return default

    def plain(self) -> object:
        """The content below as text, lists and mappings, without comments and layout."""
        if isinstance(self.node, yaml.MappingNode):
            return {key.value: self._wrap(value).plain() for key, value in self.node.value}
        if isinstance(self.node, yaml.SequenceNode):
            return [self._wrap(child).plain() for child in self.node.value]
        return str(self.node.value).strip()

    def texts(self) -> tuple[str, ...]:
        """A list of single values without repetition."""
        result: list[str] = []
        for item in self.sequence():
            value = item.text()
            if value in result:
                item.complain(f"`{value}` stands twice in this list; remove one of them.")
            else:
                result.append(value)
        return tuple(result)


def read_marked(file: Path, findings: Findings) -> Marked | None:
    """Parse a YAML file into marked nodes; None (and a complaint) when it is absent, empty or not YAML."""
    if not file.is_file():
        findings.add(file, 1, "This file does not exist; create it.")
        return None
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        findings.add(file, 1, "This file is not written in UTF-8; save it as UTF-8.")
        return None
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        findings.add(file, *explain(error, text))
        return None
    if node is None:
        findings.add(file, 1, "This file is empty; fill it or remove it.")
        return None
    return Marked(node, file, findings)


def join(words: Sequence[str]) -> str:
    """Codes as an enumeration for a message."""
    return ", ".join(f"`{word}`" for word in words)
