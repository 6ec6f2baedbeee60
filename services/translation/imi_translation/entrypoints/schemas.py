"""What the API takes and gives."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from imi_contracts.codes import LanguageCode

T = TypeVar("T")
MAX_MEMORY_CHARACTERS = 5_000


class Items(BaseModel, Generic[T]):
    """A list that is complete, because it is short by nature."""

    items: list[T]


class CatalogueLine(BaseModel):
    """A published area; `sequence` counts its publications."""

    area: str
    version: int
    content_hash: str
    languages: list[str]
    sequence: int


class CompletenessLine(BaseModel):
    """`present` of `total` texts of a catalogue in a language."""

    catalogue: str
    language: str
    present: int
    total: int


class ServedPairLine(BaseModel):
    """A mounted model; `problem` says why it does not load."""

    model_config = ConfigDict(from_attributes=True)

    source: str
    target: str
    engine: str
    version: str | None
    licence: str | None
    loaded: bool
    problem: str | None


class NewEntry(BaseModel):
    """A translation that the caller approves; it must not name anybody."""

    model_config = ConfigDict(extra="forbid")

    source: LanguageCode
    target: LanguageCode
    source_text: str = Field(min_length=1, max_length=MAX_MEMORY_CHARACTERS)
    target_text: str = Field(min_length=1, max_length=MAX_MEMORY_CHARACTERS)


class AskedText(BaseModel):
    """A text to look up. In a body, not in the address: addresses end up in logs and traces."""

    model_config = ConfigDict(extra="forbid")

    source: LanguageCode
    target: LanguageCode
    text: str = Field(min_length=1, max_length=MAX_MEMORY_CHARACTERS)


class StoredEntry(NewEntry):
    id: str


class MemoryMatch(BaseModel):
    """The best match; `origin` none and `entry` null when there is none."""

    origin: Literal["memory", "memory_fuzzy", "none"]
    score: float | None = None
    entry: StoredEntry | None = None


Document = dict[str, Any]
