"""Published catalogues in MongoDB: one head per area, version and content, one document per language."""

from collections.abc import Callable
from typing import Any

from imi_kit.mongo import Documents, Indexes, MongoUnitOfWork, store_errors
from imi_translation.application.catalogues import Catalogue

HEADS, TEXTS, COUNTERS = "catalogues", "catalogue_texts", "catalogue_counters"
FALLBACK_LANGUAGE = "en"
LIMIT = 500
OLDEST_FIRST = [("version", 1), ("sequence", 1)]
NEWEST_FIRST = [("version", -1), ("sequence", -1)]
INDEXES: Indexes = {
    HEADS: [([("area", 1), *NEWEST_FIRST], {})],
    TEXTS: [],
    COUNTERS: [],
}


class MongoCatalogueUnitOfWork(MongoUnitOfWork):
    """Writes catalogues in its transaction."""

    async def texts_hash_of(self, catalogue_id: str) -> str | None:
        head = await self.collection(HEADS).find_one({"_id": catalogue_id}, session=self.session)
        return str(head["texts_hash"]) if head else None

    async def keep(self, catalogue: Catalogue) -> int:
        counter = await self.collection(COUNTERS).find_one_and_update(
            {"_id": catalogue.area},
            {"$inc": {"value": 1}},
            upsert=True,
            return_document=True,
            session=self.session,
        )
        head = {
            "area": catalogue.area,
            "version": catalogue.version,
            "content_hash": catalogue.content_hash,
            "texts_hash": catalogue.texts_hash,
            "languages": catalogue.languages,
            "counts": [vars(count) for count in catalogue.counts],
            "sequence": counter["value"],
            "published_at": self.clock.now(),
        }
        await self._replace(HEADS, catalogue.id, head)
        for language, document in catalogue.documents.items():
            await self._replace(TEXTS, f"{catalogue.id}:{language}", {"document": document})
        return int(counter["value"])

    async def _replace(self, collection: str, key: str, document: dict[str, Any]) -> None:
        await self.collection(collection).replace_one(
            {"_id": key}, document, upsert=True, session=self.session
        )


class MongoCatalogues:
    """Reads what was published last."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def latest(self) -> list[dict[str, Any]]:
        """The head of each area's newest version as published last, by area."""
        with store_errors():
            rows = await self._documents.collection(HEADS).find({}).sort(OLDEST_FIRST).to_list(LIMIT)
        by_area = {row["area"]: row for row in rows}
        return [by_area[area] for area in sorted(by_area)]

    async def document(self, area: str, language: str, version: int | None = None) -> dict[str, Any] | None:
        """The area in the language, in English when it has no texts in it; None for an unknown area or version.

        `version` is that of a request; without it the newest.
        """
        wanted = {"area": area} if version is None else {"area": area, "version": version}
        with store_errors():
            newest = self._documents.collection(HEADS).find(wanted).sort(NEWEST_FIRST).limit(1)
            heads = await newest.to_list(1)
            if not heads:
                return None
            known = language if language in heads[0]["languages"] else FALLBACK_LANGUAGE
            key = f"{heads[0]['_id']}:{known}"
            found = await self._documents.collection(TEXTS).find_one({"_id": key})
        document: dict[str, Any] = found["document"] | {"content_hash": heads[0]["content_hash"]}
        return document


UnitOfWorkFactory = Callable[[], MongoCatalogueUnitOfWork]
