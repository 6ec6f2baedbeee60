"""Forgets what the messaging tables need not remember any longer."""

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from imi_kit.pause import pause
from imi_kit.sql.database import Database
from imi_kit.telemetry import get_logger

log = get_logger("housekeeping")
EVERY_SECONDS = 3_600.0
# Longer than any broker keeps a message and any client repeats a command.
_FORGET = {
    "inbox": "delete from inbox where handled_at < now() - interval '30 days'",
    "remembered_command": "delete from remembered_command where created_at < now() - interval '30 days'",
}


class Housekeeping:
    """A worker of every service on PostgreSQL; several processes may do it at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.tidy()
            except (SQLAlchemyError, OSError) as error:
                log.warning("housekeeping_postponed", error=type(error).__name__)
            await pause(stop, EVERY_SECONDS)

    async def tidy(self) -> None:
        async with self._database.engine.begin() as connection:
            for table, statement in _FORGET.items():
                gone = await connection.execute(text(statement))
                if gone.rowcount:
                    log.info("tidied", table=table, count=gone.rowcount)
