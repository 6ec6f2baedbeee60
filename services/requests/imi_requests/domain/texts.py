"""Free texts of a request and their machine translations, kept beside the original."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from imi_contracts.vocabularies.enums import Side

MAX_FREE_TEXT = 20_000
MAX_COMMENT = 4_000
ASK_AGAIN_AFTER = timedelta(hours=1)


class TranslationStatus(StrEnum):
    """PENDING: asked for; UNAVAILABLE: neither memory nor engine serves the pair."""

    PENDING = "pending"
    TRANSLATED = "translated"
    UNAVAILABLE = "unavailable"


@dataclass
class Translation:
    """A gist in one language; origin, engine, version and time label it as machine-made."""

    language: str
    asked_at: datetime
    status: TranslationStatus = TranslationStatus.PENDING
    text: str | None = None
    origin: str | None = None
    score: float | None = None
    engine: str | None = None
    engine_version: str | None = None
    at: datetime | None = None


@dataclass
class FreeText:
    """`place` is request, reply, comment:<question> or answer:<question> (an answer given in words)."""

    id: UUID
    place: str
    side: Side
    language: str
    text: str
    translations: dict[str, Translation] = field(default_factory=dict)

    def want(self, language: str, at: datetime) -> bool:
        """Note that a translation is wanted; False when it is there already, on its way, or needless."""
        known = self.translations.get(language)
        if language == self.language or (known and known.status is TranslationStatus.TRANSLATED):
            return False
        if known and known.status is TranslationStatus.PENDING and at - known.asked_at < ASK_AGAIN_AFTER:
            return False
        self.translations[language] = Translation(language, at)
        return True


def reference_of(text_id: UUID, language: str) -> str:
    """The key under which a translation is asked for and comes back."""
    return f"{text_id}:{language}"


def parse_reference(reference: str) -> tuple[UUID, str] | None:
    text_id, _, language = reference.partition(":")
    try:
        return UUID(text_id), language
    except ValueError:
        return None
