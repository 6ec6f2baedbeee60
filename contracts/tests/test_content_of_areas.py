"""What the areas of law contain: enough real questions, and every text in all 26 languages."""

import re

import pytest

from imi_contracts.areas import completeness
from imi_contracts.areas.completeness import catalogue_completeness, error_completeness
from imi_contracts.catalogue import contracts_root, lint_below
from imi_contracts.glossary import glossary_folder, load_glossary
from imi_contracts.vocabularies import AnswerType, DayCount, load_vocabularies

LANGUAGES = load_vocabularies(contracts_root() / "vocabularies")["languages"].codes
LEAST_QUESTIONS = {"professional-qualifications": 40, "services": 25, "posting-of-workers": 25}


def test_there_are_24_official_languages_and_two_of_the_economic_area():
    assert len(LANGUAGES) == 26


@pytest.mark.parametrize(("area", "least"), LEAST_QUESTIONS.items())
def test_an_area_has_enough_questions_with_follow_ups_three_levels_deep(areas, area, least):
    assert len(areas[area].questions) >= least
    assert max(question.depth for question in areas[area].by_id.values()) >= 3
    assert all(areas[area].in_category(category) for category in areas[area].categories)


def test_professional_qualifications_has_the_six_categories_of_the_commissions_list(areas):
    assert areas["professional-qualifications"].categories == ("1", "2", "3", "4", "5", "6")


def test_services_has_the_blocks_a_to_g_and_one_for_temporary_services(areas):
    assert set("abcdefg") < set(areas["services"].categories)


def test_together_the_areas_use_every_type_of_answer(areas):
    used = {question.answer.type for area in areas.values() for question in area.by_id.values()}
    assert used == set(AnswerType)


def test_posting_gives_two_working_days_for_what_is_urgent_and_25_for_the_rest(areas):
    """Directive 2014/67/EU, Article 6(6)."""
    kinds = areas["posting-of-workers"].kinds
    limits = {name: (kind.limit.days, kind.limit.count) for name, kind in kinds.items() if kind.limit}
    assert limits["urgent"] == (2, DayCount.WORKING_DAYS)
    assert limits["information"] == (25, DayCount.WORKING_DAYS)
    assert kinds["urgent"].reason_required
    assert {"notify-decision", "recover-fine"} < set(kinds)


def test_a_field_or_parameter_leads_to_the_competent_authority_in_every_area(areas):
    for area in areas.values():
        assert any(competence.field for competence in area.competence_lists), area.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_exists_in_every_language(areas, vocabularies, language):
    lines = [
        *catalogue_completeness("vocabularies", vocabularies.texts, [language]),
        *catalogue_completeness("glossary", load_glossary(glossary_folder()).texts, [language]),
        *error_completeness([language]),
    ]
    for area in areas.all_versions():
        lines += completeness(area, [language])
    assert [(line.catalogue, line.missing) for line in lines if line.missing] == []


def test_the_validator_finds_no_fault_in_any_translation():
    glossary = load_glossary(glossary_folder())
    found = lint_below(contracts_root(), glossary.lint_terms())
    assert [str(finding) for finding in found if finding.is_error] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_professions_activities_and_keywords_have_everyday_words(vocabularies, language):
    for name in ("professions", "activities", "keywords"):
        for concept in vocabularies[name]:
            words = vocabularies[name].synonyms(concept.id, language)
            assert words, (concept.id, language)
            assert len({word.casefold() for word in words}) == len(words), (concept.id, language)


def _texts(areas, language):
    for area in areas.values():
        yield from area.texts.by_language[language].items()


def test_french_punctuation_has_no_break_spaces(areas):
    for key, text in _texts(areas, "fr"):
        assert not re.search(r"\w [?:;!]", text.value), key


def test_spanish_questions_open_with_their_mark(areas):
    for key, text in _texts(areas, "es"):
        assert text.value.count("¿") == text.value.count("?"), key
