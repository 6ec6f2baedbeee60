"""Where things stand in area.yaml, for findings that are made when everything has been read."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from imi_contracts.catalogue import Findings
from imi_contracts.catalogue.marked import read_marked

Places = dict[tuple[str, str], int]
_NAMED = ("legal_bases", "kinds", "parameters")


def places(file: Path) -> Places:
    """The lines of legal bases, kinds, parameters, categories, questions, choice lists and choices by their ids."""
    root = read_marked(file, Findings())
    if root is None:
        return {}
    top = _entries(root.node)
    found = {
        (section, _id(item)): _line(item)
        for section in _NAMED
        for item in _items(top.get(section))
        if _id(item)
    }
    found |= {
        ("categories", item.value): _line(item)
        for item in _items(top.get("categories"))
        if isinstance(item, yaml.ScalarNode)
    }
    for question in _questions(top.get("questions")):
        found.setdefault(("questions", _id(question)), _line(question))
    choices = top.get("choices")
    for key, value in choices.value if isinstance(choices, yaml.MappingNode) else ():
        found["choices", str(key.value)] = _line(key)
        found |= {("choices", f"{key.value}.{item.value}"): _line(item) for item in _items(value)}
    return found


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _entries(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _id(node: yaml.Node) -> str:
    named = _entries(node).get("id")
    return str(named.value).strip() if isinstance(named, yaml.ScalarNode) else ""


def _questions(node: yaml.Node | None) -> Iterator[yaml.Node]:
    for question in _items(node):
        yield question
        for follow_up in _items(_entries(question).get("followups")):
            yield from _questions(_entries(follow_up).get("ask"))
