"""Vocabularies: loaded, labelled, and in step with the enumerations the code uses."""

from collections import Counter

import pytest

from imi_contracts.catalogue import CatalogueError
from imi_contracts.vocabularies import (
    Action,
    AnswerSpecial,
    AuthorityKind,
    ChecklistState,
    DataCategory,
    Role,
    Side,
    Status,
    Step,
    country_name,
    language_name,
    load_vocabularies,
)

# Regulation (EC) No 1893/2006, Annex I; numbers that are missing do not exist.
DIVISIONS_OF_NACE = {
    "A": (1, 2, 3),
    "B": range(5, 10),
    "C": range(10, 34),
    "D": (35,),
    "E": range(36, 40),
    "F": range(41, 44),
    "G": range(45, 48),
    "H": range(49, 54),
    "I": (55, 56),
    "J": range(58, 64),
    "K": range(64, 67),
    "L": (68,),
    "M": range(69, 76),
    "N": range(77, 83),
    "O": (84,),
    "P": (85,),
    "Q": range(86, 89),
    "R": range(90, 94),
    "S": range(94, 97),
    "T": (97, 98),
    "U": (99,),
}


@pytest.mark.parametrize(
    ("vocabulary", "enum"),
    [
        ("roles", Role),
        ("statuses", Status),
        ("steps", Step),
        ("actions", Action),
        ("sides", Side),
        ("answer-specials", AnswerSpecial),
        ("checklist-states", ChecklistState),
        ("data-categories", DataCategory),
    ],
)
def test_an_enumeration_and_its_vocabulary_have_the_same_codes(vocabularies, vocabulary, enum):
    assert set(vocabularies[vocabulary].codes) == {member.value for member in enum}


def test_the_authority_kinds_the_code_knows_are_in_the_vocabulary(vocabularies):
    assert {kind.value for kind in AuthorityKind} <= set(vocabularies["authority-kinds"].codes)


def test_there_is_enough_of_everything(vocabularies):
    assert len(vocabularies["professions"]) >= 120
    assert len(vocabularies["keywords"]) >= 40
    assert len(vocabularies["document-kinds"]) >= 40
    assert len(vocabularies["authority-kinds"]) >= 20
    assert len(vocabularies["languages"]) == 26
    assert len(vocabularies["states"]) == 30


@pytest.mark.parametrize("reasons", ["refusal-reasons", "forwarding-reasons", "referral-reasons"])
def test_reasons_are_few_enough_to_choose_from_and_leave_a_way_out(vocabularies, reasons):
    assert 6 <= len(vocabularies[reasons]) <= 9
    assert "other" in vocabularies[reasons]


@pytest.mark.parametrize("vocabulary", ["professions", "keywords", "activities"])
def test_what_people_search_for_has_everyday_words_that_add_something(vocabularies, vocabulary):
    for code in vocabularies[vocabulary].codes:
        label = vocabularies[vocabulary].label(code, "en")
        words = [word.casefold() for word in vocabularies[vocabulary].synonyms(code, "en")]
        assert words, f"{vocabulary}.{code} has no synonyms"
        assert len(words) == len(set(words)), f"{vocabulary}.{code} says a word twice"
        assert label.casefold() not in words, f"{vocabulary}.{code} repeats its label"


@pytest.mark.parametrize("vocabulary", ["professions", "keywords", "document-kinds", "legal-forms"])
def test_no_two_concepts_of_a_list_look_alike(vocabularies, vocabulary):
    labels = [label.casefold() for _, label in vocabularies[vocabulary].options("en")]
    assert len(labels) == len(set(labels))


def test_every_profession_belongs_to_a_group_of_several(vocabularies):
    groups = Counter(concept.attributes["group"] for concept in vocabularies["professions"])
    assert min(groups.values()) >= 2


def test_activities_are_the_sections_and_divisions_of_nace(vocabularies):
    activities = vocabularies["activities"]
    divisions = {
        concept.id: concept.attributes["section"] for concept in activities if "section" in concept.attributes
    }
    sections = [code for code in activities.codes if code not in divisions]
    assert sections == list("ABCDEFGHIJKLMNOPQRSTU")
    assert len(divisions) == 88
    assert divisions == {
        f"{number:02}": section for section, numbers in DIVISIONS_OF_NACE.items() for number in numbers
    }


def test_divisions_stand_behind_their_section(vocabularies):
    section = ""
    for concept in vocabularies["activities"]:
        section = concept.id if concept.id.isalpha() else section
        assert concept.attributes.get("section", concept.id) == section


def test_a_plumber_and_a_building_company_are_found_by_everyday_words(vocabularies):
    activities = vocabularies["activities"]
    assert activities.label("43", "en") == "Specialised construction activities"
    assert "plumber" in activities.synonyms("43", "en")
    assert "building company" in activities.synonyms("41", "en")


def test_a_dentist_is_found_by_everyday_words(vocabularies):
    professions = vocabularies["professions"]
    assert professions.label("dentist", "de") == "Zahnärztin/Zahnarzt"
    assert "Zahnmediziner" in professions.synonyms("dentist", "de")
    assert "dentista" in professions.synonyms("dentist", "it")


def test_a_label_falls_back_to_english_but_synonyms_do_not(tmp_path):
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "vocabularies.pot").write_text(
        'msgid ""\nmsgstr ""\n\nmsgctxt "fruits.apple"\nmsgid "apple"\nmsgstr ""\n\n'
        'msgctxt "fruits.apple.synonyms"\nmsgid "Granny Smith; cider"\nmsgstr ""\n',
        "utf-8",
    )
    (tmp_path / "fruits.yaml").write_text("vocabulary: fruits\nconcepts: [apple]\n", "utf-8")
    fruits = load_vocabularies(tmp_path)["fruits"]
    assert fruits.synonyms("apple", "en") == ("Granny Smith", "cider")
    assert fruits.label("apple", "pl") == "apple"
    assert fruits.synonyms("apple", "pl") == ()


def test_options_are_sorted_as_a_reader_expects(vocabularies):
    labels = [label for _, label in vocabularies["professions"].options("de")]
    assert labels.index("Ärztin/Arzt") < labels.index("Augenoptikerin/Augenoptiker") + 10
    assert labels[0][0] in "aAÄ"


def test_states_speak_languages_of_the_system(vocabularies):
    for state in vocabularies["states"]:
        assert state.lists["languages"], state.id
        assert set(state.lists["languages"]) <= set(vocabularies["languages"].codes)
    assert vocabularies["states"]["LU"].lists["languages"] == ("fr", "de")


def test_countries_and_languages_are_named_by_cldr():
    assert country_name("HU", "de") == "Ungarn"
    assert country_name("GR", "hu") == "Görögország"
    assert language_name("hu", "fr") == "hongrois"


def test_a_vocabulary_with_a_mistake_names_file_and_line(tmp_path):
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "vocabularies.pot").write_text(
        'msgid ""\nmsgstr ""\n\nmsgctxt "fruits.apple"\nmsgid "apple"\nmsgstr ""\n', "utf-8"
    )
    (tmp_path / "fruits.yaml").write_text(
        "vocabulary: fruits\nconcepts:\n  - apple\n  - pear\n  - apple\n", "utf-8"
    )
    with pytest.raises(CatalogueError) as raised:
        load_vocabularies(tmp_path)
    messages = [str(finding).removeprefix(f"{tmp_path}/") for finding in raised.value.findings]
    assert messages == [
        (
            "fruits.yaml:4: The concept `pear` has no English label; add the text `fruits.pear` to"
            " locale/vocabularies.pot."
        ),
        "fruits.yaml:5: The concept `apple` stands twice; remove one of them.",
    ]


def test_the_kin_of_a_division_is_its_section_and_that_of_a_section_its_divisions(vocabularies):
    activities = vocabularies["activities"]
    assert activities.kin("43") == ("43", "F")
    assert activities.kin("F") == ("F", "41", "42", "43")
    assert vocabularies["professions"].kin("dentist") == ("dentist",)
