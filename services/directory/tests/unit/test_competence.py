"""Sections and divisions: whoever is competent for a section is so for each of its divisions."""

from imi_directory.application.competence import equivalents
from imi_directory.application.ports import Catalogue


def test_a_division_is_found_by_itself_and_by_its_section(catalogue: Catalogue) -> None:
    assert equivalents("activities:43", catalogue.vocabularies) == ("activities:43", "activities:F")


def test_a_section_is_found_by_itself_and_by_its_divisions(catalogue: Catalogue) -> None:
    found = equivalents("activities:F", catalogue.vocabularies)
    assert found == ("activities:F", "activities:41", "activities:43")


def test_a_list_without_sections_knows_only_the_code(catalogue: Catalogue) -> None:
    assert equivalents("professions:nurse", catalogue.vocabularies) == ("professions:nurse",)


def test_what_nobody_knows_finds_nobody_and_harms_nobody(catalogue: Catalogue) -> None:
    assert equivalents("wizardry:9", catalogue.vocabularies) == ("wizardry:9",)
