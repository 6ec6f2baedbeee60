"""Values: a pair of languages, an approved translation, and the answer to a wish for one."""

from dataclasses import dataclass
from typing import Literal

Origin = Literal["memory", "memory_fuzzy", "engine", "none"]


@dataclass(frozen=True)
class Pair:
    """Languages by ISO 639-1."""

    source: str
    target: str


@dataclass(frozen=True)
class MemoryEntry:
    """A translation that a person approved; `id` follows from pair and normalised source text."""

    id: str
    pair: Pair
    source_text: str
    target_text: str


@dataclass(frozen=True)
class EngineOutput:
    """What an engine made of a text, with what a reader needs to judge it."""

    text: str
    engine: str
    version: str


@dataclass(frozen=True)
class Translation:
    """`text` is None when nothing serves the pair (`origin` none); `score` belongs to a fuzzy match."""

    text: str | None
    origin: Origin
    score: float | None = None
    engine: str | None = None
    engine_version: str | None = None


NO_TRANSLATION = Translation(None, "none")
