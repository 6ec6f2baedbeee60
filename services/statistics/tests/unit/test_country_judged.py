"""A country's line: values, what they rest on, and what is said when nothing was counted."""

from dataclasses import replace
from decimal import Decimal

import pytest

from imi_statistics.adapters.schemes import load_schemes
from imi_statistics.domain.scheme import Colour, Indicator, Scheme
from imi_statistics.domain.scoreboard import Figures, judge
from imi_statistics.settings import StatisticsSettings

HUNGARY = Figures("HU", 100, 80, 100, 79, 100, 50, Decimal(50 * 16 * 86_400), 20, 1, 20, 0)


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_schemes(StatisticsSettings.model_fields["schemes_file"].default).get("2017")


def test_every_indicator_shows_its_value_and_what_it_rests_on(scheme: Scheme) -> None:
    result = judge(HUNGARY, scheme)
    accepted = result.indicators[Indicator.ACCEPTED_IN_WEEK]
    assert (accepted.value, accepted.count, accepted.of, accepted.colour) == (0.8, 80, 100, Colour.GREEN)
    assert result.indicators[Indicator.ANSWERED_BY_DATE].colour == Colour.YELLOW
    average = result.indicators[Indicator.AVERAGE_DAYS]
    assert (average.value, average.count, average.colour) == (16.0, 50, Colour.YELLOW)
    assert result.indicators[Indicator.TIMELINESS].colour == Colour.YELLOW
    assert result.indicators[Indicator.EFFORT].colour == Colour.GREEN
    assert (result.points, result.colour) == (2, Colour.GREEN)


def test_what_was_not_counted_has_no_value_and_no_colour(scheme: Scheme) -> None:
    result = judge(replace(HUNGARY, timeliness_rated=0, timeliness_negative=0, answered=0), scheme)
    for indicator in (Indicator.TIMELINESS, Indicator.AVERAGE_DAYS):
        judged = result.indicators[indicator]
        assert (judged.value, judged.of, judged.colour) == (None, 0, None)
    assert result.colour == Colour.GREEN


def test_a_country_with_requests_but_no_figures_yet_has_no_overall_colour(scheme: Scheme) -> None:
    result = judge(Figures("LI", 1, 0, 0, 0, 0, 0, Decimal(0), 0, 0, 0, 0), scheme)
    assert (result.received, result.points, result.colour) == (1, None, None)
