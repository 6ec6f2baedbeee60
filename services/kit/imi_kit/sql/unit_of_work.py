"""One transaction on PostgreSQL: changes, inbox entry and outgoing messages commit together or not at all."""

from types import TracebackType
from typing import Any, Self
from uuid import UUID

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_contracts.messages import Command, Event
from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.message import OutgoingMessage, command_message, event_message
from imi_kit.ports import Clock
from imi_kit.sql.database import Database
from imi_kit.sql.tables import OUTBOX_CHANNEL

_INSERT_OUTBOX = text(
    "insert into outbox (message_id, exchange, routing_key, body, correlation_id, expiration_ms, content_type)"
    " values (:id, :exchange, :routing_key, :body, :correlation_id, :expiration_ms, :content_type)"
)
_NOTIFY = text(f"notify {OUTBOX_CHANNEL}")
_FIRST_TIME = text("insert into inbox (message_id) values (:id) on conflict do nothing")


class SqlUnitOfWork:
    """Use as `async with`; leaving without an error commits. `source` names the service in its messages.

    Raises StoreDown instead of the driver's error when PostgreSQL cannot be reached.
    """

    session: AsyncSession

    def __init__(self, database: Database, *, source: str, clock: Clock) -> None:
        self._database = database
        self._source = source
        self.clock = clock
        self._outgoing: list[OutgoingMessage] = []

    async def __aenter__(self) -> Self:
        self._outgoing.clear()
        self.session = self._database.sessions()
        try:
            await self.session.connection()
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
        except DBAPIError as failure:
            if failure.connection_invalidated or isinstance(failure, InterfaceError):
                raise StoreDown from failure
            raise
        finally:
            await self.session.close()
        if isinstance(error, DBAPIError) and (
            error.connection_invalidated or isinstance(error, InterfaceError)
        ):
            raise StoreDown from error

    async def _commit(self) -> None:
        if self._outgoing:
            await self.session.flush()
            await self.session.execute(_INSERT_OUTBOX, [_row(message) for message in self._outgoing])
            await self.session.execute(_NOTIFY)
        await self.session.commit()

    async def _undo(self) -> None:
        try:
            await self.session.rollback()
        except (DBAPIError, OSError):
            # The connection is gone, and with it the transaction.
            await self.session.invalidate()

    def publish(self, event: Event, *, subject: str | UUID, sequence: int = 0) -> None:
        self.deliver(
            event_message(
                event, source=self._source, subject=str(subject), sequence=sequence, clock=self.clock
            )
        )

    def send(self, command: Command, *, subject: str | UUID, correlation_id: str) -> None:
        self.deliver(
            command_message(
                command,
                source=self._source,
                subject=str(subject),
                correlation_id=correlation_id,
                clock=self.clock,
            )
        )

    def deliver(self, message: OutgoingMessage) -> None:
        """Send any message with the commit, wherever it is addressed."""
        self._outgoing.append(message)

    async def first_time(self, message_id: UUID) -> bool:
        result: Any = await self.session.execute(_FIRST_TIME, {"id": message_id})
        return bool(result.rowcount)


def _row(message: OutgoingMessage) -> dict[str, object]:
    return {
        "id": message.id,
        "exchange": message.exchange,
        "routing_key": message.routing_key,
        "body": message.body,
        "correlation_id": message.correlation_id,
        "expiration_ms": message.expiration_ms,
        "content_type": message.content_type,
    }
