"""Sentences of refusals carry words, never codes: areas, states, dates, sizes, questions."""

import pytest

from imi_contracts.areas import AreaFolder
from imi_contracts.catalogue import contracts_root
from imi_gateway.web import i18n
from imi_gateway.web.areas import Areas
from imi_gateway.web.sentences import sentence

AREA = "professional-qualifications"


@pytest.fixture(scope="module")
def areas():
    return Areas(AreaFolder(contracts_root()))


@pytest.fixture
def said(areas):
    def say(language, code, *, within=AREA, **params):
        text = sentence(code, i18n.interface(language), params, areas=areas, within=areas.get(within))
        return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")

    return say


@pytest.mark.parametrize(("code", "params", "words"), [
    ("request.step_not_possible", {"status": "closed", "authority": "Kamara"}, "„Anfrage abgeschlossen – Auskünfte erteilt“"),
    ("answer.special_not_allowed", {"special": "not_known"}, "nicht bekannt"),
    ("authority.not_in_area", {"area": AREA}, "Berufsqualifikationen"),
    ("deadline.in_past", {"deadline": "2026-03-31"}, "31. März 2026"),
    ("deadline.unchanged", {"deadline": "2026-03-31"}, "31. März 2026"),
    ("directory.status_impossible", {"current": "retired", "wanted": "active"}, "„aktiv“"),
    ("directory.coordinator_missing", {"link": "validating", "area": "*"}, "Alle Bereiche"),
    ("directory.role_unfit", {"role": "referral_handler"}, "haben die Rolle"),
    ("body.too_large", {"limit": 26214400}, "26.214.400"),
    ("value.too_long", {"max": "4000", "length": "12345"}, "12.345"),
    ("attachment.type_not_allowed", {"declared": "application/pdf", "found": "unknown"}, "PDF"),
    ("legal_basis.unknown", {"area": AREA, "legal_basis": "art-7"}, "Artikel 7"),
    ("subject.field_unknown", {"field": "BirthDate"}, "„Geburtsdatum“"),
])  # fmt: skip
def test_parameters_become_words_of_the_reader(said, code, params, words):
    text = said("de", code, **params)
    assert words in text
    for value in params.values():
        if isinstance(value, str) and not value.isalpha():
            assert value not in text


def test_a_question_is_named_by_its_words_and_not_by_its_code(said, areas):
    text = said("hu", "question.asked_twice", question="1.1.1")
    assert "1.1.1" not in text
    assert "?” kérdés" in text


def test_possible_answers_are_listed_as_the_form_shows_them(said):
    assert "ja, nein" in said("de", "value.not_a_choice", question="1.1.1", choices="yes, no").lower()


def test_what_nobody_knows_stays_as_it_came(said):
    assert "fishing" in said("de", "area.unknown", area="fishing")
    assert "9.9.9" in said("de", "question.unknown", area=AREA, question="9.9.9")
    assert "morgen" in said("de", "deadline.in_past", deadline="morgen")


def test_an_empty_parameter_shows_as_a_gap(said):
    assert "…" in said("en", "request.version_outdated", authority="")
