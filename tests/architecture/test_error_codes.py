"""Every refusal has a code that the catalogue lists, and nothing is listed that nobody says."""

import ast
import re
from typing import Any

from imi_contracts.vocabularies.errors import error_code, errors_folder, load_error_codes

CODE = re.compile(r"^[a-z_]+\.[a-z_]+$")


def test_every_refusal_is_listed(running: list[Any]) -> None:
    listed = load_error_codes(errors_folder())
    found = {
        f"{module.name}:{call.lineno} {code}"
        for module in running
        for call in module.calls("Refused", "problem", "Complaint")
        for code in _codes(call)
        if CODE.match(code) and code not in listed
    }
    assert found == set()


def _codes(call: ast.Call) -> list[str]:
    if not call.args:
        return []
    first = call.args[0]
    options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    return [o.value for o in options if isinstance(o, ast.Constant) and isinstance(o.value, str)]


def test_nothing_is_listed_that_nobody_says(running: list[Any]) -> None:
    said = {text for module in running for text in module.strings()}
    assert {code for code in load_error_codes(errors_folder()) if code not in said} == set()


def test_every_listed_code_is_an_error_with_a_sentence() -> None:
    for code in load_error_codes(errors_folder()):
        entry = error_code(code)
        assert 400 <= entry.status < 600, code
        assert entry.text.endswith((".", "?")), code
