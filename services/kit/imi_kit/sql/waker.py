"""Wakes the relays after a commit: many commits, few NOTIFYs."""

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from imi_kit.sql.tables import OUTBOX_CHANNEL
from imi_kit.telemetry import get_logger

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

log = get_logger("waker")
_NOTIFY = text(f"notify {OUTBOX_CHANNEL}")
REST_SECONDS = 0.005


class Waker:
    """NOTIFY belongs after the commit, not into it: PostgreSQL lets transactions that notify commit only one
    after the other, each waiting for the disk. What is lost when a process dies in between, the relay's poll finds.
    """

    def __init__(self, engine: "AsyncEngine") -> None:
        self._engine = engine
        self._wanted = False
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Returns at once; whoever listens hears of it a moment later."""
        self._wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._notify())

    async def close(self) -> None:
        if self._task is not None:
            await self._task

    async def _notify(self) -> None:
        while self._wanted:
            self._wanted = False
            try:
                async with self._engine.connect() as connection:
                    await connection.execution_options(isolation_level="AUTOCOMMIT")
                    await connection.execute(_NOTIFY)
            except (SQLAlchemyError, OSError) as error:
                log.warning("relay_not_woken", error=type(error).__name__)
            await asyncio.sleep(REST_SECONDS)
