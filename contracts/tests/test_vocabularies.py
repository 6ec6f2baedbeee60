"""Vocabularies: loaded, labelled, and in step with the enumerations the code uses."""

import pytest

from imi_contracts.catalogue import CatalogueError
from imi_contracts.vocabularies import (
    Action,
    AnswerSpecial,
    AuthorityKind,
    DataCategory,
    Role,
    Side,
    Status,
    Step,
    country_name,
    language_name,
    load_vocabularies,
)


@pytest.mark.parametrize(
    ("vocabulary", "enum"),
    [
        ("roles", Role),
        ("statuses", Status),
        ("steps", Step),
        ("actions", Action),
        ("sides", Side),
        ("answer-specials", AnswerSpecial),
        ("data-categories", DataCategory),
    ],
)
def test_an_enumeration_and_its_vocabulary_have_the_same_codes(vocabularies, vocabulary, enum):
    assert set(vocabularies[vocabulary].codes) == {member.value for member in enum}


def test_the_authority_kinds_the_code_knows_are_in_the_vocabulary(vocabularies):
    assert {kind.value for kind in AuthorityKind} <= set(vocabularies["authority-kinds"].codes)


def test_there_is_enough_of_everything(vocabularies):
    assert len(vocabularies["professions"]) >= 60
    assert len(vocabularies["keywords"]) >= 20
    assert len(vocabularies["authority-kinds"]) >= 20
    assert len(vocabularies["languages"]) == 26
    assert len(vocabularies["states"]) == 30


def test_a_dentist_is_found_by_everyday_words(vocabularies):
    professions = vocabularies["professions"]
    assert professions.label("dentist", "de") == "Zahnärztin/Zahnarzt"
    assert "Zahnarzt" in professions.synonyms("dentist", "de")
    assert "dentista" in professions.synonyms("dentist", "it")
    assert professions.synonyms("dentist", "pl") == ()
    assert professions.label("dentist", "pl") == "dental practitioner"


def test_options_are_sorted_as_a_reader_expects(vocabularies):
    labels = [label for _, label in vocabularies["professions"].options("de")]
    assert labels.index("Ärztin/Arzt") < labels.index("Augenoptikerin/Augenoptiker") + 10
    assert labels[0].startswith("A") or labels[0].startswith("Ä")


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
