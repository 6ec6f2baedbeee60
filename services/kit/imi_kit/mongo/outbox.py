"""The outbox collection as the relay sees it: claimed by a lease, ordered by time-ordered id."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from imi_kit.bus.message import OutgoingMessage
from imi_kit.mongo.documents import OUTBOX, Document, Documents

LEASE_SECONDS = 30.0
RETRY_SECONDS = 5.0


class MongoOutbox:
    """A relay that dies gives its lease back by time; the consumers' inboxes drop what came twice."""

    def __init__(self, documents: Documents) -> None:
        self._collection: Any = documents.collection(OUTBOX)
        self._wake = asyncio.Event()

    def wake(self) -> None:
        self._wake.set()

    @asynccontextmanager
    async def claim(self, limit: int) -> AsyncIterator["MongoBatch"]:
        self._wake.clear()
        free = {"claimed_until": {"$lt": time.time()}}
        rows = await self._collection.find(free).sort("_id", 1).limit(limit).to_list(limit)
        ids = [row["_id"] for row in rows]
        if ids:
            lease = {"$set": {"claimed_until": time.time() + LEASE_SECONDS}}
            await self._collection.update_many({"_id": {"$in": ids}}, lease)
        yield MongoBatch(self._collection, rows)

    async def wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def pending(self) -> int:
        return int(await self._collection.estimated_document_count())


class MongoBatch:
    """Leased rows."""

    def __init__(self, collection: Any, rows: Sequence[Document]) -> None:
        self._collection = collection
        self._ids = [row["_id"] for row in rows]
        self.messages = [_message(row) for row in rows]

    async def settle(self, failures: Sequence[str | None]) -> None:
        judged = list(zip(self._ids, failures, strict=True))
        confirmed = [row_id for row_id, failure in judged if failure is None]
        await self._collection.delete_many({"_id": {"$in": confirmed}})
        for row_id, failure in judged:
            if failure is not None:
                change = {"last_error": failure, "claimed_until": time.time() + RETRY_SECONDS}
                await self._collection.update_one({"_id": row_id}, {"$set": change, "$inc": {"attempts": 1}})


def _message(row: Document) -> OutgoingMessage:
    return OutgoingMessage(
        id=UUID(row["_id"]),
        exchange=row["exchange"],
        routing_key=row["routing_key"],
        body=bytes(row["body"]),
        correlation_id=row["correlation_id"],
        expiration_ms=row["expiration_ms"],
        content_type=row["content_type"],
    )
