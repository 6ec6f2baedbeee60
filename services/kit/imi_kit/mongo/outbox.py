"""The outbox collection as the relay sees it: claimed by a lease, ordered by time-ordered id."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from imi_kit.bus.message import OutgoingMessage
from imi_kit.mongo.documents import DRIVER_DOWN, OUTBOX, Document, Documents, store_errors

# Longer than the broker may take to confirm a batch; what a killed relay held waits this long.
LEASE_SECONDS = 20.0
RETRY_SECONDS = 5.0


class MongoOutbox:
    """A relay that dies gives its lease back by time; the consumers' inboxes drop what came twice."""

    def __init__(self, documents: Documents, *, lease_seconds: float = LEASE_SECONDS) -> None:
        self._collection: Any = documents.collection(OUTBOX)
        self._lease_seconds = lease_seconds
        self._wake = asyncio.Event()

    def wake(self) -> None:
        self._wake.set()

    @asynccontextmanager
    async def claim(self, limit: int) -> AsyncIterator["MongoBatch"]:
        self._wake.clear()
        claim = str(uuid4())
        with store_errors():
            rows = await self._claimed(claim, limit)
        batch = MongoBatch(self._collection, rows)
        try:
            yield batch
        except BaseException:
            await self._give_back(claim)
            raise

    async def _claimed(self, claim: str, limit: int) -> Sequence[Document]:
        free = {"claimed_until": {"$lt": time.time()}}
        found = await self._collection.find(free, {"_id": 1}).sort("_id", 1).limit(limit).to_list(limit)
        if not found:
            return []
        wanted = {"_id": {"$in": [row["_id"] for row in found]}}
        lease = {"claimed_until": time.time() + self._lease_seconds, "claimed_by": claim}
        # Asked again whether it is free: of two relays that found the same row, one writes its name on it.
        await self._collection.update_many(wanted | free, {"$set": lease})
        mine = self._collection.find(wanted | {"claimed_by": claim}).sort("_id", 1)
        rows: Sequence[Document] = await mine.to_list(limit)
        return rows

    async def _give_back(self, claim: str) -> None:
        try:
            await self._collection.update_many({"claimed_by": claim}, {"$set": {"claimed_until": 0.0}})
        except DRIVER_DOWN:
            return  # the lease runs out by itself

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
        self.messages: Sequence[OutgoingMessage] = [_message(row) for row in rows]

    async def settle(self, failures: Sequence[str | None]) -> None:
        judged = list(zip(self._ids, failures, strict=True))
        confirmed = [row_id for row_id, failure in judged if failure is None]
        await self._collection.delete_many({"_id": {"$in": confirmed}})
        for row_id, failure in judged:
            if failure is not None:
                change = {"last_error": failure, "claimed_until": time.time() + RETRY_SECONDS}
                # Named by nobody, so that giving back the claim does not cut the waiting short.
                wait = {"$set": change, "$inc": {"attempts": 1}, "$unset": {"claimed_by": ""}}
                await self._collection.update_one({"_id": row_id}, wait)


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
