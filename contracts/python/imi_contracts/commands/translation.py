"""Translate a free text; the answer comes back to the asker's own queue."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from imi_contracts.codes import LanguageCode
from imi_contracts.messages import Command, command


@command
class TranslateText(Command):
    """A gist of `text` is wanted. `reference` is the asker's own key and comes back unchanged."""

    type = "translation.text.translate.v1"
    queue = "translation.commands"
    reference: str = Field(max_length=200)
    text: str = Field(min_length=1, max_length=20_000)
    source: LanguageCode
    target: LanguageCode


@command
class TextTranslation(Command):
    """The result. `text` is None when no memory entry and no engine serves the pair."""

    type = "translation.text.translated.v1"
    queue = "requests.replies"
    reference: str = Field(max_length=200)
    source: LanguageCode
    target: LanguageCode
    text: str | None
    origin: Literal["memory", "memory_fuzzy", "engine", "none"]
    score: float | None = Field(default=None, ge=0, le=1, description="similarity of a fuzzy memory match")
    engine: str | None = None
    engine_version: str | None = None
    translated_at: datetime
