"""Placeholders in texts: `[FirstName]`, written as in the Commission's own question files."""

import re

PLACEHOLDER = re.compile(r"\[([A-Z][A-Za-z]*)\]")
BLANK = "[…]"


def placeholders(text: str) -> tuple[str, ...]:
    """The field ids named in a text, each once, in order of appearance."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))
