"""What the figures of one country say, by the rules of one scheme."""

from dataclasses import dataclass
from decimal import Decimal

from imi_statistics.domain.scheme import Colour, Indicator, Scheme

SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Figures:
    """Counts of the requests that a country received in a period.

    `acceptable` are those whose week is over or that were accepted: what still is inside its week and not
    accepted yet says nothing about the country. `due` likewise: answered, or past the agreed date.
    """

    country: str
    received: int
    accepted_in_week: int
    acceptable: int
    answered_by_date: int
    due: int
    answered: int
    answer_seconds: Decimal
    timeliness_rated: int
    timeliness_negative: int
    effort_rated: int
    effort_negative: int


@dataclass(frozen=True)
class Judged:
    """An indicator's value (None when nothing was counted), what it rests on, and its colour in the scheme."""

    value: float | None
    count: int
    of: int
    colour: Colour | None


@dataclass(frozen=True)
class CountryResult:
    """One line of the scoreboard."""

    country: str
    received: int
    indicators: dict[Indicator, Judged]
    points: float | None
    colour: Colour | None


def judge(figures: Figures, scheme: Scheme) -> CountryResult:
    """Values, colours and the overall colour of a country."""

    def share(indicator: Indicator, count: int, of: int) -> Judged:
        value = count / of if of else None
        return Judged(value, count, of, scheme.colour(indicator, value))

    indicators = {
        Indicator.ACCEPTED_IN_WEEK: share(
            Indicator.ACCEPTED_IN_WEEK, figures.accepted_in_week, figures.acceptable
        ),
        Indicator.ANSWERED_BY_DATE: share(Indicator.ANSWERED_BY_DATE, figures.answered_by_date, figures.due),
        Indicator.AVERAGE_DAYS: _average_days(figures, scheme),
        Indicator.TIMELINESS: share(
            Indicator.TIMELINESS, figures.timeliness_negative, figures.timeliness_rated
        ),
        Indicator.EFFORT: share(Indicator.EFFORT, figures.effort_negative, figures.effort_rated),
    }
    colours = [judged.colour for judged in indicators.values() if judged.colour]
    points, colour = scheme.overall.judge(colours)
    return CountryResult(figures.country, figures.received, indicators, points, colour)


def _average_days(figures: Figures, scheme: Scheme) -> Judged:
    count = figures.answered
    value = float(figures.answer_seconds / (count * SECONDS_A_DAY)) if count else None
    return Judged(value, count, count, scheme.colour(Indicator.AVERAGE_DAYS, value))
