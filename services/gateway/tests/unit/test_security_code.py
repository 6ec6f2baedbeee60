"""The twelve characters and the positions asked."""

import os
from typing import Any

import pytest

from imi_contracts.errors import Refused
from imi_gateway.domain.security_code import check_code, check_password, is_right, positions

CODE = "aB3dEfGhIjK9"


def test_positions_are_the_same_for_a_series_and_spread_evenly_over_all_of_them() -> None:
    key, name = os.urandom(32), b"anna"
    assert positions(key, name, 5, 3) == positions(key, name, 5, 3)
    counts = dict.fromkeys(range(1, 13), 0)
    for series in range(2_000):
        asked = positions(key, name, series, 3)
        assert asked == sorted(set(asked))
        for position in asked:
            counts[position] += 1
    assert all(400 < count < 600 for count in counts.values())


def test_another_name_or_another_key_is_asked_for_others() -> None:
    key = os.urandom(32)
    of_names = {tuple(positions(key, bytes([n]), 0, 3)) for n in range(50)}
    of_keys = {tuple(positions(os.urandom(32), b"anna", 0, 3)) for _ in range(50)}
    assert len(of_names) > 20
    assert len(of_keys) > 20


@pytest.mark.parametrize("count", [1, 3, 6])
def test_the_operator_chooses_how_many_are_asked(count: Any) -> None:
    assert len(positions(b"k" * 32, b"anna", 0, count)) == count


def test_only_the_characters_at_the_asked_places_are_right() -> None:
    assert is_right(CODE, [1, 2, 12], ["a", "B", "9"])
    for wrong in (["a", "b", "9"], ["B", "a", "9"], ["a", "B"], ["a", "B", "9", "x"], ["", "", ""], []):
        assert not is_right(CODE, [1, 2, 12], wrong)


@pytest.mark.parametrize(
    "code", ["", "aB3dEfGhIjK", "aB3dEfGhIjK99", "ab3defghijk9", "AB3DEFGHIJK9", "aBcdEfGhIjKl"]
)
def test_a_code_that_breaks_the_rule_is_refused(code: Any) -> None:
    with pytest.raises(Refused, match=r"account\.code_rule"):
        check_code(code, "/security_code")


@pytest.mark.parametrize("password", ["Short1a", "alllower1", "ALLUPPER1", "NoDigitsHere", "aB1" * 70])
def test_a_password_that_breaks_the_rule_is_refused(password: Any) -> None:
    with pytest.raises(Refused, match=r"account\.password_rule"):
        check_password(password, "/password")


def test_what_keeps_the_rules_is_taken() -> None:
    check_code(CODE, "")
    check_password("Right-Passw0rd", "")
