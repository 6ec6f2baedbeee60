"""One transaction on MongoDB: changes, inbox entry and outgoing messages commit together or not at all."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.message import OutgoingMessage
from imi_kit.bus.outgoing import Outgoing
from imi_kit.mongo.documents import INBOX, OUTBOX, Document, Documents, may_succeed_later, store_errors
from imi_kit.mongo.outbox import MongoOutbox
from imi_kit.ports import Clock


class MongoUnitOfWork(Outgoing):
    """Use as `async with`; give `self.session` to every operation. Leaving without an error commits.

    Raises StoreDown instead of the driver's error when MongoDB cannot be reached, or when another
    transaction changed the same documents first: both pass, and the same work can be done again unchanged.
    """

    session: Any

    def __init__(
        self, documents: Documents, *, source: str, clock: Clock, outbox: MongoOutbox | None = None
    ) -> None:
        super().__init__(source=source, clock=clock)
        self.documents = documents
        self._outbox = outbox

    async def __aenter__(self) -> Self:
        self._outgoing.clear()
        with store_errors():
            self.session = await self.documents.client.start_session()
        self.session.start_transaction()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with store_errors():
                if error is None:
                    await self._commit()
                elif self.session.in_transaction:
                    await self.session.abort_transaction()
        finally:
            await self.session.end_session()
        if may_succeed_later(error):
            raise StoreDown from error

    async def _commit(self) -> None:
        if self._outgoing:
            rows = [_row(message) for message in self._outgoing]
            await self.collection(OUTBOX).insert_many(rows, session=self.session)
        await self.session.commit_transaction()
        if self._outgoing and self._outbox:
            self._outbox.wake()

    def collection(self, name: str) -> Any:
        return self.documents.collection(name)

    async def unseen(self, message_ids: Sequence[UUID]) -> set[UUID]:
        inbox = self.collection(INBOX)
        # Looked up first: a duplicate key would abort the whole transaction.
        asked = {"_id": {"$in": [str(message_id) for message_id in message_ids]}}
        known = await inbox.find(asked, session=self.session).to_list(len(message_ids))
        new = set(message_ids) - {UUID(row["_id"]) for row in known}
        if new:
            now = self.clock.now()
            rows = [{"_id": str(message_id), "handled_at": now} for message_id in new]
            await inbox.insert_many(rows, session=self.session)
        return new


def _row(message: OutgoingMessage) -> Document:
    return {
        "_id": str(message.id),
        "exchange": message.exchange,
        "routing_key": message.routing_key,
        "body": message.body,
        "correlation_id": message.correlation_id,
        "expiration_ms": message.expiration_ms,
        "content_type": message.content_type,
        "claimed_until": 0.0,
    }
