"""Error codes are declared once, with a status and a sentence that can be filled."""

import re

import pytest

from imi_contracts.catalogue import CatalogueError, contracts_root
from imi_contracts.vocabularies import error_code, error_text, load_error_codes
from imi_contracts.vocabularies.errors import UnknownErrorCodeError


def test_all_services_declare_their_codes_once_and_well():
    codes = load_error_codes(contracts_root() / "vocabularies" / "errors")
    assert "value.not_a_date" in codes
    for code, error in codes.items():
        assert re.fullmatch(r"[a-z][a-z_]*(\.[a-z][a-z0-9_]*)+", code), code
        assert 400 <= error.status < 600, code
        assert error.text.endswith((".", "?")), code


def test_a_declared_code_gives_status_and_sentence():
    error = error_code("value.not_a_date")
    assert (error.status, error.retryable) == (422, False)


def test_the_sentence_is_filled_and_an_absent_parameter_shows():
    assert error_text("area.unknown", "en", {"area": "fishing"}) == "There is no policy area fishing."
    assert error_text("area.unknown", "en") == "There is no policy area …."


def test_an_undeclared_code_is_a_mistake_of_ours():
    with pytest.raises(UnknownErrorCodeError):
        error_code("nobody.declared_this")


def test_a_code_declared_twice_is_named_with_file_and_line(tmp_path):
    (tmp_path / "a.yaml").write_text('x.y: {status: 404, text: "No."}\n', "utf-8")
    (tmp_path / "b.yaml").write_text('# b\nx.y: {status: 404, text: "No."}\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"b\.yaml:2: The error code `x\.y` is declared in another file"):
        load_error_codes(tmp_path)
