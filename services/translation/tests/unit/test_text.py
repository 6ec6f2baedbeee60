"""When texts are the same, when a similar one may stand for another, and where sentences end."""

import pytest

from imi_translation.domain.negations import NEGATIONS
from imi_translation.domain.sentences import split_sentences
from imi_translation.domain.text import anchors, has_words, may_stand_for, memory_key, normalise
from imi_translation.domain.translation import Pair


def test_case_spaces_and_the_form_of_accents_make_no_difference() -> None:
    assert normalise(" Le  diplo\u0302me\n est  VALABLE ") == normalise("le diplôme est valable")


def test_the_same_text_in_another_pair_is_another_entry() -> None:
    assert memory_key(Pair("en", "fr"), "Yes.") != memory_key(Pair("en", "de"), "Yes.")


def test_the_longest_words_find_similar_texts() -> None:
    found = anchors("Is the person entitled to practise dentistry in the Member State?")
    assert found == ["dentistry", "entitled", "practise", "member"]


def test_a_text_of_short_words_still_has_something_to_be_found_by() -> None:
    assert anchors("as it is or so") == ["as", "is", "it", "or"]


@pytest.mark.parametrize(
    ("known", "asked", "language"),
    [
        ("The diploma is valid.", "The diploma is not valid.", "en"),
        ("The document is valid here.", "The document is invalid here.", "en"),
        ("Das Diplom ist gültig.", "Das Diplom ist nicht gültig.", "de"),
        ("Das Diplom ist gültig.", "Das Diplom ist ungültig.", "de"),
        ("A diploma érvényes.", "A diploma nem érvényes.", "hu"),
        ("A diploma érvényes.", "A diploma érvénytelen, nem érvényes.", "hu"),
        ("Le diplôme est valable.", "Le diplôme n'est pas valable.", "fr"),
        ("Diplom je platný.", "Diplom je neplatný.", "cs"),
        ("It was issued on 3 May 2020.", "It was issued on 3 May 2021.", "en"),
    ],
)
def test_a_text_with_the_opposite_meaning_never_stands_for_another(
    known: str, asked: str, language: str
) -> None:
    assert not may_stand_for(known, asked, language)
    assert not may_stand_for(asked, known, language)


def test_a_text_with_another_harmless_word_may_stand_for_it() -> None:
    assert may_stand_for("Please send a certified copy.", "Please send us a certified copy.", "en")


def test_every_language_of_the_house_knows_its_negations() -> None:
    languages = [
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "ga",
        "hr",
        "hu",
        "is",
        "it",
        "lt",
        "lv",
        "mt",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "sk",
        "sl",
        "sv",
    ]
    assert sorted(NEGATIONS) == languages


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Am 3. Mai kam Dr. Nagy. Er blieb.", ["Am 3. Mai kam Dr. Nagy.", "Er blieb."]),
        ("See Art. 5 and so on. The end", ["See Art. 5 and so on.", "The end"]),
        ("He said “Yes.” Then he left.", ["He said “Yes.”", "Then he left."]),
        ("It costs 3.50 euro e.g. here.", ["It costs 3.50 euro e.g. here."]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(line: str, sentences: list[str]) -> None:
    assert split_sentences(line) == sentences


def test_numbers_and_punctuation_are_no_words() -> None:
    assert not has_words("12,5 % – !?")
    assert has_words("Ω")
