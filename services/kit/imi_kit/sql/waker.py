"""Wakes the relays after a commit: many commits, few NOTIFYs."""

import asyncio

import asyncpg

from imi_kit.sql.tables import OUTBOX_CHANNEL
from imi_kit.telemetry import get_logger

log = get_logger("waker")
TIMEOUT_SECONDS = 5.0
REST_SECONDS = 0.01


class Waker:
    """NOTIFY belongs after the commit, not into it: PostgreSQL lets transactions that notify commit only one
    after the other, each waiting for the disk. What is lost when a process dies in between, the relay's poll finds.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None
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
        if self._connection is not None:
            await self._connection.close(timeout=TIMEOUT_SECONDS)

    async def _notify(self) -> None:
        while self._wanted:
            self._wanted = False
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(
                        self._dsn, timeout=TIMEOUT_SECONDS, command_timeout=TIMEOUT_SECONDS
                    )
                await self._connection.execute(f"notify {OUTBOX_CHANNEL}")
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                log.warning("relay_not_woken", error=type(error).__name__)
            await asyncio.sleep(REST_SECONDS)
