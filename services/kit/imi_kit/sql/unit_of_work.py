"""One transaction on PostgreSQL: changes, inbox entry and outgoing messages commit together or not at all."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.message import OutgoingMessage
from imi_kit.bus.outgoing import Outgoing
from imi_kit.ports import Clock
from imi_kit.sql.database import Database

# These two run in every command and every message, so they go to the driver directly.
_KEEP_MESSAGES = (
    "insert into outbox (message_id, exchange, routing_key, body, correlation_id, expiration_ms, content_type)"
    " select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::int[], $7::text[])"
)
_REMEMBER = (
    "insert into inbox (message_id) select unnest($1::uuid[]) on conflict do nothing returning message_id"
)
_BEGIN = text("select")
STORE_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a connection says that died in the middle of an answer
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    OSError,
)


class SqlUnitOfWork(Outgoing):
    """Use as `async with`; leaving without an error commits.

    Raises StoreDown instead of the driver's error when PostgreSQL cannot be reached.
    """

    session: AsyncSession
    _connection: AsyncConnection

    def __init__(self, database: Database, *, source: str, clock: Clock) -> None:
        super().__init__(source=source, clock=clock)
        self._database = database

    async def __aenter__(self) -> Self:
        self._outgoing.clear()
        self.session = self._database.sessions()
        try:
            self._connection = await self.session.connection()
        except (OSError, PoolTimeout, DBAPIError, asyncpg.PostgresError) as error:
            await self.session.close()
            raise StoreDown from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._commit()
            else:
                await self._undo()
        except STORE_GONE as failure:
            await self.session.invalidate()
            raise StoreDown from failure
        except DBAPIError as failure:
            if _is_gone(failure):
                raise StoreDown from failure
            raise
        finally:
            await self.session.close()
        if _is_gone(error):
            raise StoreDown from error
        if error is None and self._outgoing:
            self._database.waker.wake()

    async def _commit(self) -> None:
        if self._outgoing:
            await self.session.flush()
            await (await self._driver()).execute(_KEEP_MESSAGES, *_columns(self._outgoing))
        await self.session.commit()

    async def _driver(self) -> Any:
        """The driver's own connection, inside the session's transaction."""
        driver: Any = (await self._connection.get_raw_connection()).driver_connection
        if not driver.is_in_transaction():
            await self._connection.execute(_BEGIN)  # SQLAlchemy begins with its first statement
        return driver

    async def _undo(self) -> None:
        try:
            await self.session.rollback()
        except (DBAPIError, OSError):
            # The connection is gone, and with it the transaction.
            await self.session.invalidate()

    async def unseen(self, message_ids: Sequence[UUID]) -> set[UUID]:
        rows = await (await self._driver()).fetch(_REMEMBER, list(message_ids))
        return {row["message_id"] for row in rows}


def _is_gone(error: BaseException | None) -> bool:
    if isinstance(error, DBAPIError):
        driver = error.orig.__cause__ if error.orig else None
        return (
            error.connection_invalidated
            or isinstance(error, InterfaceError)
            or isinstance(driver, STORE_GONE)
        )
    return isinstance(error, STORE_GONE)


def _columns(messages: Sequence[OutgoingMessage]) -> tuple[list[Any], ...]:
    """As many lists as the outbox has columns, in the order of _KEEP_MESSAGES."""
    rows = [
        (m.id, m.exchange, m.routing_key, m.body, m.correlation_id, m.expiration_ms, m.content_type)
        for m in messages
    ]
    return tuple(list(column) for column in zip(*rows, strict=True))
