"""The data files of this folder as typed data."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

PROFESSIONAL_QUALIFICATIONS = "professional-qualifications"
DATA = Path(__file__).parent / "data"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Data):
    """A kind of authority; texts contain {place}, `competences` maps a vocabulary to codes."""

    kind: str
    role: str = "authority"
    competences: dict[str, list[str]] = {}
    areas: list[str] = [PROFESSIONAL_QUALIFICATIONS]
    title: dict[str, str]
    description: dict[str, str]
    name: dict[str, str]
    regional_name: dict[str, str] = {}


class Regions(_Data):
    kind: str
    country: str
    type: str
    limit: int = 100


class Place(_Data):
    kind: str
    country: str
    place: str | None = None
    region: str | None = None


class Where(_Data):
    everywhere: list[str]
    regions: list[Regions]
    places: list[Place]
    capitals: dict[str, str]


class Person(_Data):
    """`user` is the name to log in with; without `language` it is the authority's."""

    user: str
    name: str
    roles: list[str]
    language: str | None = None


class Staff(_Data):
    authority: str
    people: list[Person]


class Reply(_Data):
    answers: dict[str, Any]
    text: str = ""


class Scenario(_Data):
    """A request between two people, brought to the step `until`; without `kind` it is of the area's first kind."""

    id: str
    sender: str
    receiver: str
    until: str
    area: str = PROFESSIONAL_QUALIFICATIONS
    kind: str | None = None
    reason: str | None = None
    text: str = ""
    questions: dict[str, dict[str, str]]
    subject: dict[str, Any]
    legal_basis: str
    days: int = Field(default=14, ge=1)
    counter_days: int | None = None
    diploma: bool = False
    reply: Reply | None = None
    ratings: dict[str, Any] = {}


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    return {name: Kind.model_validate(data) for name, data in _read("kinds.yaml").items()}


@lru_cache(maxsize=1)
def where() -> Where:
    return Where.model_validate(_read("where.yaml"))


def staff() -> list[Staff]:
    return [Staff.model_validate(data) for data in _read("people.yaml")]


def scenarios() -> list[Scenario]:
    return [Scenario.model_validate(data) for data in _read("scenarios.yaml")]


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
