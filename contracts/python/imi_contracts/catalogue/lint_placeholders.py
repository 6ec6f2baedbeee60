"""Placeholders of all our catalogues: `[FirstName]`, `{number}`, `%(count)s`, `<b>`; a translation keeps them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from imi_contracts.catalogue.lint_model import Complaint, Pair

PLACEHOLDER = re.compile(r"\[[A-Z][A-Za-z]*\]|\{[A-Za-z_]*\}|%\([a-z_]+\)[sd]|%[sd](?![\w])|</?[a-z][^<>]*>")


@lru_cache(maxsize=8192)  # every language asks about the same English
def placeholders_of(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


@lru_cache(maxsize=8192)
def without_placeholders(text: str) -> str:
    return PLACEHOLDER.sub(" ", text)


def placeholders(pair: Pair) -> Iterator[Complaint]:
    """None lost, none invented; only a plural form that means one single number may leave the number out."""
    wanted, found = placeholders_of(pair.english), placeholders_of(pair.text)
    if not pair.only_one:
        for name in sorted(wanted - found):
            yield Complaint("placeholders", f"the translation lacks {name}; put the placeholder in.")
    for name in sorted(found - wanted):
        yield Complaint("placeholders", f"the translation has {name}, the English has not; take it out.")
