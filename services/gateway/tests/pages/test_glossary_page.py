"""The glossary: for everybody, found by words, with addresses of single terms."""

import re
import shutil

import pytest

from imi_contracts.glossary import glossary_folder
from imi_gateway.web.glossary import KeptGlossary


def test_everybody_may_read_it(browser, app):
    app.state.reader.person = None
    answer = browser.get("/glossary")
    assert answer.status_code == 200
    assert 'href="/glossary"' in answer.text
    assert len(re.findall(r"<h1", answer.text)) == 1


def test_a_term_has_an_address_of_its_own(browser):
    page = browser.get("/glossary").text
    assert 'id="accept"' in page
    assert page.count("data-term") >= 60


def test_terms_are_found_without_scripts(browser):
    page = browser.get("/glossary?find=zzzzz", headers={"cookie": "imi_language=en"}).text
    assert "data-term" not in page
    assert "No word found" in page
    found = browser.get("/glossary?find=SECURITY code", headers={"cookie": "imi_language=en"}).text
    assert 'id="security-code"' in found
    assert found.count("data-term") < 10


def test_what_is_not_translated_yet_is_marked_as_english(browser):
    page = browser.get("/glossary", headers={"cookie": "imi_language=mt"}).text
    assert '<html lang="en">' in page
    if 'lang="mt"' not in page:  # once Maltese is there, its words carry their language
        assert "<h3>accept" in re.sub(r"\s+", " ", page)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(glossary_folder(), tmp_path / "glossary")


def labels(kept):
    return [term.label for group in kept.groups("en") for term in group.terms]


def test_a_changed_text_is_there_without_a_restart(folder):
    kept = KeptGlossary(folder)
    assert "accept" in labels(kept)
    texts = folder / "locale" / "glossary.pot"
    texts.write_text(texts.read_text().replace('msgid "accept"', 'msgid "take on a request"'))
    assert "take on a request" in labels(kept)
    assert "accept" not in labels(kept)


def test_a_broken_file_leaves_the_glossary_as_it_was(folder):
    kept = KeptGlossary(folder)
    before = labels(kept)
    (folder / "glossary.yaml").write_text("glossary: [")
    assert labels(kept) == before
