"""The outbox table as the relay sees it: claimed with SKIP LOCKED, woken by NOTIFY."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.message import OutgoingMessage
from imi_kit.sql.tables import OUTBOX_CHANNEL

TIMEOUT_SECONDS = 30.0
_CLAIM = "select * from outbox where not_before <= now() order by position limit $1 for update skip locked"
_CONFIRM = "delete from outbox where position = any($1::bigint[])"
_KEEP = (
    "update outbox set attempts = attempts + 1, last_error = $2,"
    " not_before = now() + least(attempts + 1, 60) * interval '1 second' where position = $1"
)


class SqlOutbox:
    """Two plain connections of its own: one claims, one listens. Reconnects after a failure."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None
        self._listener: asyncpg.Connection | None = None
        self._wake = asyncio.Event()

    @asynccontextmanager
    async def claim(self, limit: int) -> AsyncIterator["SqlBatch"]:
        self._wake.clear()
        connection = await self._connected()
        try:
            async with connection.transaction():
                rows = await connection.fetch(_CLAIM, limit)
                yield SqlBatch(connection, rows)
        except BaseException:
            # The claim must not survive a half-done batch: the lock is tied to this connection.
            connection.terminate()
            self._connection = None
            raise

    async def wait(self, seconds: float) -> None:
        if self._listener is None or self._listener.is_closed():
            self._listener = await self._connect()
            await self._listener.add_listener(OUTBOX_CHANNEL, lambda *_: self._wake.set())
            return
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def pending(self) -> int:
        connection = await self._connected()
        return int(await connection.fetchval("select count(*) from outbox"))

    async def close(self) -> None:
        for connection in (self._connection, self._listener):
            if connection is not None and not connection.is_closed():
                await connection.close(timeout=TIMEOUT_SECONDS)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._connect()
        return self._connection

    async def _connect(self) -> asyncpg.Connection:
        try:
            return await asyncpg.connect(self._dsn, timeout=TIMEOUT_SECONDS, command_timeout=TIMEOUT_SECONDS)
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError) as error:
            raise StoreDown from error


class SqlBatch:
    """Rows held by the claim's transaction."""

    def __init__(self, connection: asyncpg.Connection, rows: Sequence[asyncpg.Record]) -> None:
        self._connection = connection
        self._positions = [row["position"] for row in rows]
        self.messages: Sequence[OutgoingMessage] = [_message(row) for row in rows]

    async def settle(self, failures: Sequence[str | None]) -> None:
        judged = list(zip(self._positions, failures, strict=True))
        confirmed = [position for position, failure in judged if failure is None]
        await self._connection.execute(_CONFIRM, confirmed)
        for position, failure in judged:
            if failure is not None:
                await self._connection.execute(_KEEP, position, failure)


def _message(row: asyncpg.Record) -> OutgoingMessage:
    return OutgoingMessage(
        id=row["message_id"],
        exchange=row["exchange"],
        routing_key=row["routing_key"],
        body=row["body"],
        correlation_id=row["correlation_id"],
        expiration_ms=row["expiration_ms"],
        content_type=row["content_type"],
    )
