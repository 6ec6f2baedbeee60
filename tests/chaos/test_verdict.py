"""The count itself: what is missing, what came twice, and what nobody asked for is found."""

from collections import Counter
from typing import Any

from .report import Report
from .verdict import Findings


def test_what_is_missing_is_lost() -> None:
    found = Findings()
    found.exactly_once("effect", ["send", "close"], Counter(["send"]))
    assert (found.lost, found.duplicates) == (["effect close: missing"], [])


def test_what_came_twice_and_what_nobody_asked_for_is_a_duplicate() -> None:
    found = Findings()
    found.exactly_once("effect", ["send"], Counter(["send", "send", "close"]))
    assert found.lost == []
    assert found.duplicates == ["effect send: 2 times", "effect close: nobody asked for it"]


def test_copies_may_come_more_often_but_not_less() -> None:
    found = Findings()
    found.at_least_once("mail", ["first", "second"], Counter(["first", "first"]))
    assert (found.lost, found.duplicates) == (["mail second: missing"], [])


def test_a_report_is_clean_only_without_findings() -> None:
    plain: dict[str, Any] = {
        "seed": 1,
        "commands": 4,
        "kills": {},
        "seconds": {},
        "retries": {},
        "said_again": 0,
        "problems": [],
    }
    assert Report(**plain, lost=[], duplicates=[]).clean
    assert not Report(**plain, lost=["effect close: missing"], duplicates=[]).clean
    assert "TWICE  effect send" in str(Report(**plain, lost=[], duplicates=["effect send: 2 times"]))
