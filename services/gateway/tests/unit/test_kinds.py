"""Limits that the law sets for kinds of request, and the dates that forms suggest."""

from datetime import date
from types import MappingProxyType, SimpleNamespace

import pytest

from imi_contracts.areas import Kind, Limit
from imi_contracts.vocabularies.enums import DayCount
from imi_gateway.web import i18n
from imi_gateway.web.kinds import latest_day, limit_basis, limit_words, suggested_day

FRIDAY = date(2026, 12, 18)
BASES = MappingProxyType({"art-6": SimpleNamespace(article="6(6)(a)")})
AREA = SimpleNamespace(legal_bases=BASES, deadlines=SimpleNamespace(count=DayCount.CALENDAR_DAYS))


def kind(days, limit=None, count=DayCount.WORKING_DAYS):
    return Kind("k", ("1",), days, Limit(limit, count, "art-6") if limit else None)


@pytest.mark.parametrize(("language", "days", "words"), [
    ("en", 1, "The law allows 1 working day (Article 6(6)(a))."),
    ("en", 25, "The law allows 25 working days (Article 6(6)(a))."),
    ("de", 1, "Die gesetzliche Frist beträgt 1 Arbeitstag (Artikel 6(6)(a))."),
    ("fr", 2, "Le délai légal est de 2 jours ouvrables (article 6(6)(a))."),
])  # fmt: skip
def test_a_limit_is_a_sentence_with_the_right_plural(language, days, words):
    assert limit_words(AREA, kind(1, days).limit, i18n.interface(language)) == words


def test_calendar_days_are_called_days_and_an_unnamed_article_is_left_out():
    limit = Limit(30, DayCount.CALENDAR_DAYS, None)
    assert limit_words(AREA, limit, i18n.interface("en")) == "The law allows 30 days."


@pytest.mark.parametrize(("language", "words"), [
    ("en", "The law allows 1 month (Article 6(6)(a))."),
    ("de", "Die gesetzliche Frist beträgt 1 Monat (Artikel 6(6)(a))."),
])  # fmt: skip
def test_a_limit_of_months_is_said_in_months(language, words):
    limit = Limit(0, DayCount.CALENDAR_DAYS, "art-6", months=1)
    assert limit_words(AREA, limit, i18n.interface(language)) == words


def test_working_days_leave_out_the_holidays_of_the_state_that_must_answer():
    assert latest_day(kind(2, 5), "DE", FRIDAY) == date(2026, 12, 28)
    assert latest_day(kind(2, 5), "IE", FRIDAY) != date(2026, 12, 25)
    assert latest_day(kind(2), "DE", FRIDAY) is None


def test_the_suggestion_never_goes_beyond_the_limit():
    latest = latest_day(kind(20, 2), "DE", FRIDAY)
    assert suggested_day(AREA, kind(20, 2), "DE", FRIDAY, latest) == latest == date(2026, 12, 22)


@pytest.mark.parametrize("limit", [None, 20])
def test_suggested_days_count_as_the_area_says_however_the_limit_counts(limit):
    asked = kind(3, limit, DayCount.WORKING_DAYS)
    latest = latest_day(asked, "DE", FRIDAY)
    assert suggested_day(AREA, asked, "DE", FRIDAY, latest) == date(2026, 12, 21)


def test_the_article_of_the_limit_is_the_likely_legal_basis():
    assert limit_basis(AREA, kind(3, 20)) == "art-6"
    assert limit_basis(AREA, kind(3)) == ""
