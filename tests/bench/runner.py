"""Interleaved rounds A-B-A-B, the first thrown away as warm-up; median and spread of what remains."""

import statistics
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

ROUNDS = 5


@dataclass(frozen=True)
class Series:
    """One side's figures, one per round."""

    name: str
    unit: str
    values: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __str__(self) -> str:
        return f"{self.median:,.0f} {self.unit} ({min(self.values):,.0f}-{max(self.values):,.0f})"


@dataclass(frozen=True)
class Comparison:
    """What is measured, against what, and the ratio that is hoped for (at least, or at most)."""

    name: str
    ours: Series
    baseline: Series
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours.median / self.baseline.median

    @property
    def spread(self) -> tuple[float, float]:
        """Lowest and highest ratio of the rounds, each round against its own neighbour."""
        ratios = [a / b for a, b in zip(self.ours.values, self.baseline.values, strict=True)]
        return min(ratios), max(ratios)

    @property
    def met(self) -> bool | None:
        if self.at_least is not None:
            return self.ratio >= self.at_least
        return self.ratio <= self.at_most if self.at_most is not None else None

    def as_json(self) -> dict[str, Any]:
        low, high = self.spread
        return asdict(self) | {"ratio": self.ratio, "ratio_low": low, "ratio_high": high, "met": self.met}


@dataclass(frozen=True)
class Limit:
    """A figure of its own, with the limit that is hoped for."""

    name: str
    series: Series
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.at_most is not None:
            return self.series.median <= self.at_most
        return self.series.median >= self.at_least if self.at_least is not None else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"median": self.series.median, "met": self.met}


Result = Comparison | Limit
Measure = Callable[[], Awaitable[float]]


async def interleaved(ours: Measure, baseline: Measure, rounds: int) -> tuple[list[float], list[float]]:
    """Each side once for warm-up, then in turns."""
    await ours()
    await baseline()
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(await ours())
        theirs.append(await baseline())
    return mine, theirs
