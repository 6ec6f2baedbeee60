"""The document store of one service. Everything that names the driver is here or beside it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import (
    AutoReconnect,
    ConnectionFailure,
    NetworkTimeout,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from imi_kit.bus.consumer import StoreDown

Document = dict[str, Any]
Indexes = Mapping[str, Sequence[tuple[Sequence[tuple[str, int]], Mapping[str, Any]]]]
DRIVER_DOWN = (AutoReconnect, ConnectionFailure, NetworkTimeout, ServerSelectionTimeoutError)
TIMEOUT_MS = 5_000
INBOX, OUTBOX = "inbox", "outbox"
# Longer than anything can be delivered again: a command lives a day, a dead letter waits for an operator.
INBOX_SECONDS = 180 * 24 * 60 * 60


def may_succeed_later(error: BaseException | None) -> bool:
    """Whether the same work can be done unchanged: no connection, or another transaction was faster."""
    if isinstance(error, DRIVER_DOWN):
        return True
    return isinstance(error, PyMongoError) and error.has_error_label("TransientTransactionError")


@contextmanager
def store_errors() -> Iterator[None]:
    """For reading outside a unit of work: raises StoreDown instead of the driver's error."""
    try:
        yield
    except PyMongoError as error:
        if may_succeed_later(error):
            raise StoreDown from error
        raise


class Documents:
    """Connections to `url`; writes are journalled before they are acknowledged, every wait is bounded."""

    def __init__(self, url: str, database: str) -> None:
        self.client: Any = AsyncIOMotorClient(
            url,
            journal=True,
            tz_aware=True,
            uuidRepresentation="standard",
            serverSelectionTimeoutMS=TIMEOUT_MS,
            connectTimeoutMS=TIMEOUT_MS,
            socketTimeoutMS=30_000,
        )
        self.database: Any = self.client[database]

    def collection(self, name: str) -> Any:
        return self.database[name]

    async def ping(self) -> None:
        await self.database.command("ping")

    async def create_indexes(self, indexes: Indexes) -> None:
        """Idempotent: `{"notices": [([("user_id", 1)], {"unique": False})]}`; inbox and outbox included."""
        inbox = {INBOX: [([("handled_at", 1)], {"expireAfterSeconds": INBOX_SECONDS})]}
        for name in {*indexes, INBOX, OUTBOX} - set(await self.database.list_collection_names()):
            await self.database.create_collection(name)
        for name, wanted in {**indexes, **inbox}.items():
            for keys, options in wanted:
                await self.database[name].create_index(list(keys), **options)

    def close(self) -> None:
        self.client.close()
