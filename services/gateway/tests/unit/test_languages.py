"""In which language a person reads."""

import re

import pytest

from imi_gateway.web import i18n, texts

COMPLETE = ["de", "es", "fr", "hu", "it"]
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")


def test_what_was_picked_on_the_page_wins_over_profile_and_browser():
    assert i18n.choose("hu", "de", "fr") == "hu"
    assert i18n.choose(None, "de", "fr") == "de"
    assert i18n.choose(None, None, "fr-BE,fr;q=0.9,en;q=0.1") == "fr"
    assert i18n.choose("xx", None, "tlh, *;q=0.1") == "en"


def test_norwegian_browsers_find_norwegian():
    assert i18n.choose(None, None, "no-NO,nn;q=0.9") == "nb"


def test_a_language_without_a_catalogue_reads_english_texts_and_its_own_content():
    swedish = i18n.interface("sv")
    assert (swedish.content, swedish.text, swedish.complete) == ("sv", "en", False)
    assert swedish.gettext("Requests") == "Requests"


def test_names_dates_and_numbers_come_from_cldr():
    german, hungarian = i18n.interface("de"), i18n.interface("hu")
    assert german.country("HU") == "Ungarn"
    assert hungarian.country("DE") == "Németország"
    assert hungarian.day("2026-12-03").split("\N{NO-BREAK SPACE}") == ["2026.", "december", "3."]
    assert german.moment("2026-07-01T10:00:00+00:00") == "01.07.2026, 12:00"
    assert german.number(6.4) == "6,4"


def test_no_line_end_tears_a_date_or_a_size_apart():
    hungarian = i18n.interface("hu")
    assert " " not in hungarian.day("2026-12-03") + hungarian.file_size(1_482_113)
    assert hungarian.moment("2026-07-01T10:00:00+00:00").count(" ") == 1  # between day and time


def test_an_answer_within_minutes_did_not_take_no_time():
    german = i18n.interface("de")
    assert german.days(0.00001) == "<\N{NO-BREAK SPACE}0,1"
    assert german.days(0.06) == "0,1"
    assert german.days(6.4) == "6,4"


def test_a_share_is_never_rounded_up_over_a_threshold():
    assert i18n.interface("en").percent(0.799) == "79%"
    assert i18n.interface("en").percent(0.8) == "80%"
    assert i18n.interface("en").percent(0.29) == "29%"


def test_every_language_is_named_in_itself():
    assert i18n.own_name("el") == "Ελληνικά"
    assert i18n.own_name("ga") == "Gaeilge"
    assert len(i18n.LANGUAGES) == 26


def test_six_languages_are_there():
    assert sorted(i18n.available()) == sorted([*COMPLETE, "en"])


@pytest.fixture(scope="module")
def template():
    return {(m.context, _id(m.id)) for m in texts.extract() if m.id}


@pytest.mark.parametrize("path", texts.files(), ids=lambda path: path.parents[1].name)
class TestCatalogue:
    def test_has_every_text_of_the_pages_and_no_other(self, path, template):
        assert {(m.context, _id(m.id)) for m in texts.read(path) if m.id} == template

    def test_is_translated_completely(self, path):
        assert texts.missing(texts.read(path)) == []

    def test_keeps_the_placeholders(self, path):
        for message in texts.read(path):
            if not message.id:
                continue
            sources = message.id if message.pluralizable else (message.id,)
            allowed = [sorted(set(PLACEHOLDER.findall(source))) for source in sources]
            for form in message.string if message.pluralizable else (message.string,):
                assert sorted(set(PLACEHOLDER.findall(form))) in allowed, form


def _id(message):
    return message[0] if isinstance(message, tuple | list) else message
