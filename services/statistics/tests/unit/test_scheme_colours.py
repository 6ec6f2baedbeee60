"""The test vectors of the scoreboards: which value gives which colour, and what the colours add up to."""

import pytest

from imi_contracts.errors import Refused
from imi_statistics.adapters.schemes import Schemes, load_schemes
from imi_statistics.domain.scheme import Colour, Indicator
from imi_statistics.settings import StatisticsSettings

G, Y, R = Colour.GREEN, Colour.YELLOW, Colour.RED


@pytest.fixture(scope="module")
def schemes() -> Schemes:
    return load_schemes(StatisticsSettings.model_fields["schemes_file"].default)


@pytest.mark.parametrize("scheme", ["2012", "2017"])
@pytest.mark.parametrize("indicator", [Indicator.ACCEPTED_IN_WEEK, Indicator.ANSWERED_BY_DATE])
@pytest.mark.parametrize(
    ("count", "of", "colour"),
    [
        (80, 100, G),
        (79, 100, Y),
        (795, 1000, Y),
        (60, 100, Y),
        (59, 100, R),
        (5999, 10000, R),
        (1, 1, G),
        (0, 1, R),
    ],
)
def test_shares_in_time(
    schemes: Schemes, scheme: str, indicator: Indicator, count: int, of: int, colour: Colour
) -> None:
    assert schemes.get(scheme).colour(indicator, count / of) == colour


@pytest.mark.parametrize("scheme", ["2012", "2017"])
@pytest.mark.parametrize(
    ("days", "colour"), [(15.9, G), (15.999, G), (16.0, Y), (25.0, Y), (25.001, R), (25.1, R), (0, G)]
)
def test_average_days(schemes: Schemes, scheme: str, days: float, colour: Colour) -> None:
    assert schemes.get(scheme).colour(Indicator.AVERAGE_DAYS, days) == colour


@pytest.mark.parametrize("indicator", [Indicator.TIMELINESS, Indicator.EFFORT])
@pytest.mark.parametrize(
    ("share", "colour"), [(0.049, G), (5 / 100, Y), (0.14, Y), (0.1499, Y), (15 / 100, R), (0, G), (1, R)]
)
def test_negative_ratings(schemes: Schemes, indicator: Indicator, share: float, colour: Colour) -> None:
    assert schemes.get("2017").colour(indicator, share) == colour


@pytest.mark.parametrize(
    ("scheme", "colours", "points", "overall"),
    [
        ("2012", [G, G, Y], 5 / 3, G),
        ("2012", [R, Y, G], 1.0, Y),
        ("2012", [G, Y, Y], 4 / 3, Y),
        ("2012", [R, R, Y], 1 / 3, R),
        ("2012", [G, Y], 1.5, G),
        ("2017", [G, G, Y, Y, R], 1, Y),
        ("2017", [G, G, G, R, Y], 2, G),
        ("2017", [R, R, Y, Y, Y], -2, R),
        ("2017", [R, Y, Y, Y, Y], -1, Y),
        ("2017", [G, G, G, G, G], 5, G),
    ],
)
def test_overall(
    schemes: Schemes, scheme: str, colours: list[Colour], points: float, overall: Colour
) -> None:
    found, colour = schemes.get(scheme).overall.judge(colours)
    assert found == pytest.approx(points)
    assert colour == overall


def test_without_any_figure_there_is_no_colour(schemes: Schemes) -> None:
    assert schemes.get("2012").overall.judge([]) == (None, None)
    assert schemes.get("2017").colour(Indicator.EFFORT, None) is None


def test_the_scheme_of_2012_knows_no_ratings(schemes: Schemes) -> None:
    assert schemes.get("2012").colour(Indicator.TIMELINESS, 0.0) is None
    assert len(schemes.get("2012").indicators) == 3
    assert len(schemes.get("2017").indicators) == 5


def test_the_newest_scheme_is_shown_by_itself_and_an_unknown_one_is_refused(schemes: Schemes) -> None:
    assert schemes.get(None).name == "2017"
    with pytest.raises(Refused, match=r"scoreboard\.scheme_unknown"):
        schemes.get("2099")
