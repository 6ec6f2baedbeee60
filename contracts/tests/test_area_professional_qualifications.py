"""The content of the first area: enough questions, all six categories, complete in six languages, and clean."""

import re

import pytest

from imi_contracts.areas import completeness
from imi_contracts.areas.completeness import vocabulary_completeness
from imi_contracts.areas.placeholders import placeholders
from imi_contracts.vocabularies import AnswerType


@pytest.fixture(scope="module")
def qualifications(areas):
    return areas["professional-qualifications"]


SIX = ("en", "de", "hu", "fr", "it", "es")
OTHERS = SIX[1:]


def test_there_are_questions_in_all_six_categories(qualifications):
    assert len(qualifications.questions) >= 24
    assert qualifications.categories == ("1", "2", "3", "4", "5", "6")
    assert all(len(qualifications.in_category(category)) >= 3 for category in qualifications.categories)


def test_every_answer_type_but_the_checklist_is_used(qualifications):
    used = {question.answer.type for question in qualifications.by_id.values()}
    assert used >= set(AnswerType) - {AnswerType.CHECKLIST}


def test_questions_about_an_attachment_are_marked(qualifications):
    about = [question.id for question in qualifications.questions if question.about_attachment]
    assert about == [question.id for question in qualifications.in_category("6")]


def test_the_area_and_the_vocabularies_are_complete_in_six_languages(qualifications):
    lines = (*completeness(qualifications, SIX), *vocabulary_completeness(qualifications.vocabularies, SIX))
    assert [(line.catalogue, line.language, line.missing) for line in lines if line.missing] == []


def _texts(area, language):
    for texts in (area.texts, area.vocabularies.texts):
        yield from texts.by_language[language].items()


@pytest.mark.parametrize("language", SIX)
def test_texts_are_clean(qualifications, language):
    for key, text in _texts(qualifications, language):
        assert text.value == text.value.strip(), key
        assert "  " not in text.value, key
        assert " ?" not in text.value.replace("\u00a0?", ""), key
        without_points = re.sub(r"(?<!\()\b[a-z]{1,2}\)", "", text.value)  # "a) pont" opens no bracket
        assert without_points.count("(") == without_points.count(")"), key


@pytest.mark.parametrize("language", OTHERS)
def test_questions_stay_questions(qualifications, language):
    for question in qualifications.by_id.values():
        english, translated = (qualifications.text(question.key, code) for code in ("en", language))
        assert english.endswith("?") == translated.endswith("?"), question.id
        assert translated != english, question.id
        assert sorted(placeholders(translated)) == sorted(placeholders(english)), question.id


def test_french_punctuation_has_no_break_spaces(qualifications):
    for key, text in _texts(qualifications, "fr"):
        if not key.endswith(".synonyms"):
            assert not re.search(r"\w [?:;!]", text.value), key


def test_spanish_questions_open_with_their_mark(qualifications):
    for question in qualifications.by_id.values():
        text = qualifications.text(question.key, "es")
        assert text.count("¿") == text.count("?"), question.id


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_far_longer_than_the_english(qualifications, language):
    for key, text in _texts(qualifications, language):
        if len(text.source) > 40 and not key.endswith(".synonyms"):
            assert len(text.value) < 2.2 * len(text.source), (key, text.value)


def test_synonyms_do_not_repeat_each_other(vocabularies):
    for name in ("professions", "keywords"):
        for concept in vocabularies[name]:
            for language in SIX:
                words = vocabularies[name].synonyms(concept.id, language)
                assert words, (concept.id, language)
                assert len({word.casefold() for word in words}) == len(words), (concept.id, language)
