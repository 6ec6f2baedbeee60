"""What is wrong with a YAML file that cannot be read, in words for people who do not know YAML's own."""

import re
from collections.abc import Sequence

import yaml

_GLUED = re.compile(r"^[\s-]*([A-Za-z_]+):([^\s:/].*)")
_BRACKETS = {"flow sequence": ("[", "]"), "flow mapping": ("{", "}")}
_INDENTATION = ("did not find expected key", "did not find expected '-' indicator")
_SIGNS = ("found character that cannot start any token", "found undefined alias")


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line a person should look at, and what is to be mended there."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _line_of_sign(error, text), "This line has a sign that cannot be read; write it anew."
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    line = min(mark.line + 1 if mark else 1, max(len(lines), 1))
    begun = error.context_mark.line + 1 if error.context_mark else line
    return (
        _tab(lines, line)
        or _quote(error, lines, begun, line)
        or _bracket(error, lines, begun, line)
        or _glued(lines, line)
        or _colon(error, lines, line)
        or _sign(error, lines, line)
        or _indentation(error, line)
        or (line, f"This is not valid YAML ({error.problem}); mend the syntax.")
    )


def glued(text: str) -> tuple[str, str] | None:
    """The key and the value of `type:amount`, where YAML sees one word because the space is missing."""
    found = _GLUED.match(text)
    return (found[1], found[2]) if found else None


def _line_of_sign(error: yaml.YAMLError, text: str) -> int:
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _at(lines: Sequence[str], line: int) -> str:
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _tab(lines: Sequence[str], line: int) -> tuple[int, str] | None:
    for near in (line, line - 1):
        content = _at(lines, near)
        if "\t" in content[: len(content) - len(content.lstrip())]:
            return near, f"Line {near} begins with a tab; use spaces."
    return None


def _quote(
    error: yaml.MarkedYAMLError, lines: Sequence[str], begun: int, line: int
) -> tuple[int, str] | None:
    """The line with the odd quotation mark: YAML complains only where the next one seems to close it."""
    of_quote = "quoted scalar" in (error.context or "")
    for number in range(begun, line + 1):
        content = _at(lines, number)
        if not content.lstrip().startswith("#") and content.count('"') % 2:
            return number, f'Line {number} has a quotation mark without its other half; add the missing ".'
    return (begun, f"A quotation in line {begun} is not closed; add the closing mark.") if of_quote else None


def _bracket(
    error: yaml.MarkedYAMLError, lines: Sequence[str], begun: int, line: int
) -> tuple[int, str] | None:
    content = _at(lines, line)
    for context, (opening, closing) in _BRACKETS.items():
        if "flow node" in (error.context or "") and content.count(opening) > content.count(closing):
            return line, f"The bracket `{opening}` in line {line} is not closed; add `{closing}`."
        if context in (error.context or ""):
            return begun, f"The bracket `{opening}` in line {begun} is not closed; add `{closing}`."
        if content.count(closing) > content.count(opening):
            return line, f"Line {line} has a `{closing}` too many; remove it or add `{opening}`."
    return None


def _glued(lines: Sequence[str], line: int) -> tuple[int, str] | None:
    for near in (line, line - 1):
        found = glued(_at(lines, near))
        if found:
            return near, f"Put a space after the colon: `{found[0]}: {found[1].strip()}`."
    return None


def _colon(error: yaml.MarkedYAMLError, lines: Sequence[str], line: int) -> tuple[int, str] | None:
    """A second colon in one line; where there is one only, the line stands in the wrong column."""
    if error.problem == "could not find expected ':'":
        return line - 1, f"Line {line - 1} has no colon; write `key: value`."
    content = _at(lines, line)
    several = content.count(": ") > 1 and "{" not in content
    if several and (error.problem or "").startswith("mapping values"):
        return line, f"Line {line} has two colons; put the text in quotation marks."
    return None


def _sign(error: yaml.MarkedYAMLError, lines: Sequence[str], line: int) -> tuple[int, str] | None:
    """Signs with a meaning of their own in YAML, such as @, % or *, at the beginning of a text."""
    if error.problem not in _SIGNS or error.problem_mark is None:
        return None
    sign = _at(lines, line)[error.problem_mark.column :][:1]
    return line, f"A text cannot begin with `{sign}`; put it in quotation marks."


def _indentation(error: yaml.MarkedYAMLError, line: int) -> tuple[int, str] | None:
    if error.problem in _INDENTATION or (error.problem or "").startswith("mapping values"):
        return line, (
            f"Line {line} or the one above stands too far left or right;"
            " entries of one list begin in the same column."
        )
    return None
