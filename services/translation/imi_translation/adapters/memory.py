"""The translation memory in MongoDB: exact by key, fuzzy over few candidates that share rare words."""

import asyncio
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process

from imi_kit.mongo import Documents, Indexes, store_errors
from imi_kit.telemetry import get_logger
from imi_translation.domain.text import (
    FUZZY_CHARACTERS,
    FUZZY_THRESHOLD,
    anchors,
    may_stand_for,
    memory_key,
    normalise,
)
from imi_translation.domain.translation import MemoryEntry, Pair

log = get_logger("memory")
CANDIDATES = 300
BEST = 10
FUZZY_SECONDS = 3.0
INDEXES: Indexes = {"memory": [([("source", 1), ("target", 1), ("anchors", 1)], {})]}


class MongoMemory:
    """Holds only what a person approved."""

    def __init__(self, documents: Documents) -> None:
        self._collection: Any = documents.collection("memory")

    async def exact(self, pair: Pair, text: str) -> MemoryEntry | None:
        with store_errors():
            row = await self._collection.find_one({"_id": memory_key(pair, text)})
        return _entry(row) if row else None

    async def similar(self, pair: Pair, text: str) -> tuple[MemoryEntry, float] | None:
        asked = normalise(text)
        if len(asked) not in FUZZY_CHARACTERS:
            return None
        rows = await self._candidates(pair, asked)
        best = process.extract(
            asked,
            [row["normalised"] for row in rows],
            scorer=fuzz.ratio,
            score_cutoff=FUZZY_THRESHOLD * 100,
            limit=BEST,
        )
        for known, score, position in best:
            if may_stand_for(known, asked, pair.source):
                return _entry(rows[position]), round(score / 100, 4)
        return None

    async def _candidates(self, pair: Pair, asked: str) -> list[dict[str, Any]]:
        """At most CANDIDATES entries; none when the store is too slow, for a gist is not worth waiting."""
        query = {"source": pair.source, "target": pair.target, "anchors": {"$in": anchors(asked)}}
        try:
            with store_errors():
                async with asyncio.timeout(FUZZY_SECONDS):
                    rows: list[dict[str, Any]] = (
                        await self._collection.find(query).limit(CANDIDATES).to_list(CANDIDATES)
                    )
                    return rows
        except TimeoutError:
            log.warning("fuzzy_search_too_slow", source=pair.source, target=pair.target)
            return []

    async def approve(
        self, pair: Pair, source_text: str, target_text: str, *, by: str, at: datetime
    ) -> MemoryEntry:
        """Keep a translation; the same source text replaces its older translation."""
        key, normalised = memory_key(pair, source_text), normalise(source_text)
        row = {
            "source": pair.source,
            "target": pair.target,
            "source_text": source_text,
            "target_text": target_text,
            "normalised": normalised,
            "anchors": anchors(normalised),
            "approved_by": by,
            "approved_at": at,
        }
        with store_errors():
            await self._collection.replace_one({"_id": key}, row, upsert=True)
        return MemoryEntry(key, pair, source_text, target_text)

    async def forget(self, entry_id: str) -> bool:
        """Remove an entry; False when there is none."""
        with store_errors():
            result = await self._collection.delete_one({"_id": entry_id})
        return bool(result.deleted_count)


def _entry(row: dict[str, Any]) -> MemoryEntry:
    pair = Pair(row["source"], row["target"])
    return MemoryEntry(row["_id"], pair, row["source_text"], row["target_text"])
