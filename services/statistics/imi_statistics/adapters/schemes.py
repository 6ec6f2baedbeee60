"""Reads the schemes from YAML; a mistake in the file stops the service at its start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from imi_contracts.errors import Refused
from imi_statistics.domain.scheme import Colour, Condition, Indicator, Overall, Scheme, Thresholds


@dataclass(frozen=True)
class Schemes:
    """All known scoreboards; `default` is shown when none is asked for."""

    default: str
    by_name: dict[str, Scheme]

    def get(self, name: str | None) -> Scheme:
        """Raises Refused("scoreboard.scheme_unknown")."""
        scheme = self.by_name.get(name or self.default)
        if scheme is None:
            raise Refused("scoreboard.scheme_unknown", pointer="/scheme", scheme=name)
        return scheme


def load_schemes(path: Path) -> Schemes:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    schemes = {name: _scheme(name, body) for name, body in data["schemes"].items()}
    if data["default"] not in schemes:
        raise ValueError(f"{path}: the default scheme {data['default']} is not among the schemes")
    return Schemes(data["default"], schemes)


def _scheme(name: str, body: dict[str, Any]) -> Scheme:
    overall = body["overall"]
    return Scheme(
        name,
        {Indicator(code): _thresholds(limits) for code, limits in body["indicators"].items()},
        Overall(
            overall["method"],
            {Colour(colour): points for colour, points in overall["points"].items()},
            _thresholds(overall["colours"]),
        ),
    )


def _thresholds(limits: dict[str, dict[str, float]]) -> Thresholds:
    return Thresholds(_condition(limits["green"]), _condition(limits["yellow"]))


def _condition(data: dict[str, float]) -> Condition:
    ((relation, limit),) = data.items()
    if relation not in {"at_least", "at_most", "below"}:
        raise ValueError(f"{relation} is none of at_least, at_most, below")
    return Condition(relation, limit)  # type: ignore[arg-type]
