"""The document store of one service. Everything that names the driver is here or beside it."""

from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import AutoReconnect, ConnectionFailure, NetworkTimeout, ServerSelectionTimeoutError

Document = dict[str, Any]
DRIVER_DOWN = (AutoReconnect, ConnectionFailure, NetworkTimeout, ServerSelectionTimeoutError)
TIMEOUT_MS = 5_000
INBOX, OUTBOX = "inbox", "outbox"


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

    async def create_indexes(
        self, indexes: dict[str, list[tuple[list[tuple[str, int]], dict[str, Any]]]]
    ) -> None:
        """Idempotent: `{"notices": [([("user_id", 1)], {"unique": False})]}`; inbox and outbox included."""
        for name in {*indexes, INBOX, OUTBOX} - set(await self.database.list_collection_names()):
            await self.database.create_collection(name)
        for name, wanted in indexes.items():
            for keys, options in wanted:
                await self.database[name].create_index(keys, **options)

    def close(self) -> None:
        self.client.close()
