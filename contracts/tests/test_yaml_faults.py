"""Whoever writes YAML by hand reads what is wrong in words, with the line to look at."""

from pathlib import Path

import pytest

from imi_contracts.catalogue import Findings
from imi_contracts.catalogue.marked import read_marked

COLUMN = "stands too far left or right; entries of one list begin in the same column."


def faults(folder: Path, text: str) -> list[str]:
    file = folder / "some.yaml"
    file.write_text(text, "utf-8")
    findings = Findings()
    root = read_marked(file, findings)
    if root is not None:
        root.mapping(optional=("a", "b"))
    return [f"{finding.line}: {finding.message}" for finding in findings]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:\n  - id: x\n   - id: y\n", f"3: Line 3 or the one above {COLUMN}"),
        ("a:\n   - {id: x}\n  - {id: y}\n", f"3: Line 3 or the one above {COLUMN}"),
        ("a:\n  - id: x\n   of: y\n", f"3: Line 3 or the one above {COLUMN}"),
        ("a: 1\n b: {c: 2, d: 3}\n", f"2: Line 2 or the one above {COLUMN}"),
        ("a:\n  - x\n\t- y\n", "3: Line 3 begins with a tab; use spaces."),
        ("a:\n\t- x\n", "2: Line 2 begins with a tab; use spaces."),
        ("a: 1\nb: [x, y\n", "2: The bracket `[` in line 2 is not closed; add `]`."),
        ("a: [", "1: The bracket `[` in line 1 is not closed; add `]`."),
        ("b:\n  - {id: x, of: y\n  - {id: z}\n", "2: The bracket `{` in line 2 is not closed; add `}`."),
        ("a: [x]]\n", "1: Line 1 has a `]` too many; remove it or add `[`."),
        ('a: "x\nb: 2\n', '1: Line 1 has a quotation mark without its other half; add the missing ".'),
        ('a: "x\nb: "2"\n', '1: Line 1 has a quotation mark without its other half; add the missing ".'),
        ("a: 'x\nb: 2\n", "1: A quotation in line 1 is not closed; add the closing mark."),
        ("a:\n  - id: x\n    type:amount\n    of: y\n", "3: Put a space after the colon: `type: amount`."),
        ("a: see: this\n", "1: Line 1 has two colons; put the text in quotation marks."),
        ("a: @x\n", "1: A text cannot begin with `@`; put it in quotation marks."),
        ("a: \x07\n", "1: This line has a sign that cannot be read; write it anew."),
    ],
)
def test_a_fault_of_the_form_is_said_in_words_with_its_line(tmp_path, text, said):
    assert faults(tmp_path, text) == [said]


def test_a_missing_space_that_yaml_accepts_is_named_too(tmp_path):
    assert faults(tmp_path, "{a:1}\n") == ["1: Put a space after the colon: `a: 1`."]
    assert faults(tmp_path, "a:1\n") == ["1: Put a space after the colon: `a: 1`."]


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "some.yaml").write_bytes(b"a: \xe9t\xe9\n")
    findings = Findings()
    assert read_marked(tmp_path / "some.yaml", findings) is None
    assert "save it as UTF-8" in str(next(iter(findings)))


def test_the_known_keys_are_named_once_each(tiny):
    tiny.replace("type: text, of: person", "typ: text, type: text, of: person")
    (finding,) = tiny.findings()
    known = finding.partition("use one of: ")[2].rstrip(".").split(", ")
    assert len(known) == len(set(known))
    assert "data" in known


def test_a_key_without_its_space_is_not_called_missing_too(tiny):
    (finding,) = tiny.replace("type: text, of: person", "type:text, of: person").findings()
    assert finding.endswith("Put a space after the colon: `type: text`.")
