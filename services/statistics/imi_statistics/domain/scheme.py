"""A scheme: which indicators a scoreboard has, and from which value on they are green, yellow or red.

Sources: scoreboard 05/2012-04/2013 (three indicators), scoreboards 2015-2017 (five indicators).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Colour(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Indicator(StrEnum):
    """What is measured of the requests that a country received."""

    ACCEPTED_IN_WEEK = "accepted_in_week"
    ANSWERED_BY_DATE = "answered_by_date"
    AVERAGE_DAYS = "average_days"
    TIMELINESS = "timeliness"
    EFFORT = "effort"


@dataclass(frozen=True)
class Condition:
    """A value satisfies it when it lies on the right side of the limit; nothing is rounded before."""

    relation: Literal["at_least", "at_most", "below"]
    limit: float

    def holds(self, value: float) -> bool:
        if self.relation == "at_least":
            return value >= self.limit
        if self.relation == "at_most":
            return value <= self.limit
        return value < self.limit


@dataclass(frozen=True)
class Thresholds:
    """Green when its condition holds, else yellow when its condition holds, else red."""

    green: Condition
    yellow: Condition

    def colour(self, value: float) -> Colour:
        if self.green.holds(value):
            return Colour.GREEN
        return Colour.YELLOW if self.yellow.holds(value) else Colour.RED


@dataclass(frozen=True)
class Overall:
    """How the colours of the indicators become one: points, summed or averaged, then judged themselves."""

    method: Literal["sum", "average"]
    points: Mapping[Colour, int]
    thresholds: Thresholds

    def judge(self, colours: Iterable[Colour]) -> tuple[float | None, Colour | None]:
        """Points and colour; (None, None) when no indicator has a figure."""
        points = [self.points[colour] for colour in colours]
        if not points:
            return None, None
        value = sum(points) / (len(points) if self.method == "average" else 1)
        return value, self.thresholds.colour(value)


@dataclass(frozen=True)
class Scheme:
    """One scoreboard's rules; an indicator it does not know is shown without colour."""

    name: str
    indicators: Mapping[Indicator, Thresholds]
    overall: Overall

    def colour(self, indicator: Indicator, value: float | None) -> Colour | None:
        thresholds = self.indicators.get(indicator)
        return thresholds.colour(value) if thresholds and value is not None else None
