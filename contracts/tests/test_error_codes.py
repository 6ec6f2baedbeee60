"""Error codes are declared once, with a status and a sentence that can be filled."""

import re

import polib
import pytest

from imi_contracts.catalogue import CatalogueError, contracts_root
from imi_contracts.vocabularies import error_code, error_text, errors, load_error_codes
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


def test_the_sentence_is_translated():
    assert error_text("value.empty", "de") == "Dieses Feld darf nicht leer sein."
    assert error_text("area.unknown", "hu", {"area": "X"}) == "Nincs ilyen szakpolitikai terület: X."
    assert error_text("value.empty", "xx") == "This must not be empty."


def test_a_translation_of_an_older_sentence_is_not_shown(tmp_path, monkeypatch):
    (tmp_path / "locale").mkdir()
    (tmp_path / "a.yaml").write_text('x.y: {status: 404, text: "New."}\n', "utf-8")
    (tmp_path / "locale" / "de.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgctxt "x.y"\nmsgid "Old."\nmsgstr "Alt."\n', "utf-8"
    )
    monkeypatch.setattr(errors, "errors_folder", lambda: tmp_path)
    assert error_text("x.y", "de") == "New."
    assert errors.untranslated_errors("de") == ("x.y",)


@pytest.mark.parametrize("language", ["de", "hu", "fr", "it", "es"])
def test_translations_keep_the_parameters_of_the_sentence(language):
    folder = contracts_root() / "vocabularies" / "errors" / "locale"
    for entry in polib.pofile(str(folder / f"{language}.po")):
        wanted, found = (set(re.findall(r"\{\w+\}", text)) for text in (entry.msgid, entry.msgstr))
        assert wanted == found, entry.msgctxt


def test_an_undeclared_code_is_a_mistake_of_ours():
    with pytest.raises(UnknownErrorCodeError):
        error_code("nobody.declared_this")


def test_a_code_declared_twice_is_named_with_file_and_line(tmp_path):
    (tmp_path / "a.yaml").write_text('x.y: {status: 404, text: "No."}\n', "utf-8")
    (tmp_path / "b.yaml").write_text('# b\nx.y: {status: 404, text: "No."}\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"b\.yaml:2: The error code `x\.y` is declared in another file"):
        load_error_codes(tmp_path)
