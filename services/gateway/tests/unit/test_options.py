"""What long lists offer, and in which order."""

import pytest

from imi_contracts.catalogue import contracts_root
from imi_contracts.vocabularies import load_vocabularies
from imi_gateway.web import options


@pytest.fixture(scope="module")
def vocabularies():
    return load_vocabularies(contracts_root() / "vocabularies")


def test_activities_stand_below_their_section_in_the_order_of_their_codes(vocabularies):
    groups = options.of_vocabulary(vocabularies, "activities", "en")
    assert [group.options[0].value for group in groups] == list("ABCDEFGHIJKLMNOPQRSTU")
    building = groups[5]
    assert building.label.startswith("F ")
    assert [option.value for option in building.options] == ["F", "41", "42", "43"]
    assert all(option.label.startswith(f"{option.value} ") for option in building.options)


def test_professions_stand_by_theme_and_in_the_order_of_their_names(vocabularies):
    groups = options.of_vocabulary(vocabularies, "professions", "de")
    assert [group.label for group in groups] == sorted(group.label for group in groups)
    health = next(group for group in groups if group.label == "Gesundheit")
    assert any(option.value == "dentist" for option in health.options)
    assert sum(len(group.options) for group in groups) == len(vocabularies["professions"])


def test_a_line_is_also_found_by_everyday_words(vocabularies):
    groups = options.of_vocabulary(vocabularies, "professions", "de")
    dentist = next(o for group in groups for o in group.options if o.value == "dentist")
    assert dentist.words
    assert dentist.lang == "de"


def test_short_lists_have_no_headings(vocabularies):
    [group] = options.of_vocabulary(vocabularies, "legal-forms", "en")
    assert group.label == ""


def test_the_states_that_take_part_come_before_the_other_countries():
    here, others = options.countries("de")
    assert len(here.options) == 30
    assert "Deutschland" in [option.label for option in here.options]
    assert not {option.value for option in here.options} & {option.value for option in others.options}


def test_the_euro_comes_first_and_a_currency_from_elsewhere_is_kept():
    [group] = options.currencies("de")
    assert group.options[0].value == "EUR"
    assert options.with_value([group], "SEK") == [group]
    assert options.with_value([group], "USD")[-1].options[0].value == "USD"
