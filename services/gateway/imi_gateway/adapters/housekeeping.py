"""Removes what has run out: sessions, attempts, counts of addresses, records of names that nobody has, receipts."""

import asyncio
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from imi_gateway.domain.lockout import WINDOW
from imi_kit.pause import pause
from imi_kit.ports import Clock
from imi_kit.sql import Database
from imi_kit.telemetry import get_logger

log = get_logger("housekeeping")
EVERY = timedelta(minutes=5)
UNKNOWN_NAMES = timedelta(days=1)
# Longer than any broker keeps a message.
INBOX = timedelta(days=30)
DOWN = (DBAPIError, OSError, TimeoutError)

_STATEMENTS = {
    "session": "delete from session where created_at < :session",
    "login_attempt": "delete from login_attempt where expires_at < :now",
    "login_address": "delete from login_address where window_start < :window",
    # Names that somebody has count from 1: their locks must not end by themselves.
    "login_record": "delete from login_record where series = 0 and touched_at < :unknown",
    "receipt": "delete from receipt where forget_at < :now",
    "inbox": "delete from inbox where handled_at < :inbox",
}


class Housekeeping:
    def __init__(self, database: Database, clock: Clock, *, absolute: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._absolute = absolute

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.tidy()
            except DOWN as error:
                log.warning("housekeeping_postponed", error=repr(error))
            await pause(stop, EVERY.total_seconds())

    async def tidy(self) -> None:
        now = self._clock.now()
        times = {
            "now": now,
            "session": now - self._absolute,
            "window": now - WINDOW,
            "unknown": now - UNKNOWN_NAMES,
            "inbox": now - INBOX,
        }
        async with self._database.engine.begin() as connection:
            for table, statement in _STATEMENTS.items():
                used = {name: at for name, at in times.items() if f":{name}" in statement}
                gone = await connection.execute(text(statement), used)
                if gone.rowcount:
                    log.info("tidied", table=table, count=gone.rowcount)
