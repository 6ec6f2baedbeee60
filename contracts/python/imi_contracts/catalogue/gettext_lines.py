"""The lines of a gettext file as they stand: polib forgives a missing quotation mark and cuts the last letter."""

import re
from collections.abc import Iterator

_KEYWORD = r"(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)"
_SOUND = re.compile(rf'(?:{_KEYWORD}\s+)?"(?:[^"\\]|\\.)*"')
_UNCLOSED = re.compile(rf'(?:{_KEYWORD}\s*)?"(?:[^"\\]|\\.)*')
_UNOPENED = re.compile(rf"(?:{_KEYWORD}\b\s*)?[^\"]*\"?")


def faulty_lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line that is neither a comment nor a text in quotation marks, and how to mend it."""
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line[0] == "#" or _SOUND.fullmatch(line):
            continue
        if _UNCLOSED.fullmatch(line):
            yield number, 'The text in this line has no closing quotation mark; end the line with ".'
        elif _UNOPENED.fullmatch(line):
            yield number, 'The text in this line has no opening quotation mark; put " before it.'
        else:
            yield number, 'A quotation mark inside the text ends it; write \\" there, or “ and ”.'
