"""Folding and nearness of words."""

import pytest

from imi_directory.domain.words import Closeness, closeness, fold, slips, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zahnärzte", "zahnarzte"),
        ("STRASSE Straße", "strasse strasse"),
        ("Łódź", "lodz"),
        ("Ελλάς", "ελλασ"),
        ("Þórshöfn", "thorshofn"),
        ("fogásZ", "fogasz"),
        ("Bulgărija България", "bulgarija българия"),
    ],
)
def test_case_and_accents_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_come_once_in_order_without_signs() -> None:
    assert words("Kamara; fogorvosi-kamara, 'kamara' :* \\") == ("kamara", "fogorvosi")


@pytest.mark.parametrize(
    ("asked", "stored", "expected"),
    [
        ("zahnarzt", "zahnarzt", Closeness.EXACT),
        ("kammer", "zahnarztekammer", Closeness.RELATED),
        ("ungarische", "ungarn", Closeness.RELATED),
        ("fogorvosok", "fogorvos", Closeness.RELATED),
        ("ungran", "ungarn", Closeness.MISSPELT),
        ("zahnaerzte", "zahnarzte", Closeness.MISSPELT),
        ("dentsit", "dentist", Closeness.MISSPELT),
        ("magyaroszag", "magyarorszag", Closeness.MISSPELT),
        ("apotheke", "zahnarzt", Closeness.NONE),
        ("rom", "romania", Closeness.NONE),
        ("hu", "hu", Closeness.EXACT),
    ],
)
def test_how_near_two_words_are(asked: str, stored: str, expected: Closeness) -> None:
    assert closeness(asked, stored) is expected


def test_swapped_letters_are_one_slip_and_far_words_are_given_up() -> None:
    assert slips("ungran", "ungarn", 2) == 1
    assert slips("arzt", "zahnarzt", 2) == 3
