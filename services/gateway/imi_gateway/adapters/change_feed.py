"""Hears in PostgreSQL what any gateway process announced, and tells the streams of this one."""

import asyncio

import asyncpg

from imi_gateway.adapters.unit_of_work import CHANGES_CHANNEL
from imi_gateway.application.streams import Streams
from imi_gateway.domain.changes import Change
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger

log = get_logger("changes")
CONNECT_SECONDS = 10.0
CHECK_SECONDS = 30.0
MAX_BACKOFF_SECONDS = 5.0
DOWN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)


class ChangeFeed:
    """`listening` tells readiness whether pages would hear of changes."""

    def __init__(self, dsn: str, streams: Streams) -> None:
        self._dsn = dsn
        self._streams = streams
        self.listening = False

    async def run(self, stop: asyncio.Event) -> None:
        backoff = 0.2
        while not stop.is_set():
            try:
                await self._listen(stop)
                backoff = 0.2
            except DOWN as error:
                log.warning("feed_interrupted", error=repr(error), retry_in=backoff)
            finally:
                self.listening = False
                # What happened in the gap is lost for pages, so they have to begin again.
                self._streams.end_all()
            await pause(stop, backoff)
            backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)

    async def _listen(self, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(
            self._dsn, timeout=CONNECT_SECONDS, command_timeout=CONNECT_SECONDS
        )
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _: closed.set())
        try:
            await connection.add_listener(CHANGES_CHANNEL, self._heard)
            self.listening = True
            while not stop.is_set() and not closed.is_set():
                await _first(stop, closed)
                if not closed.is_set():
                    # A connection that died silently hears nothing; asking it something finds out.
                    await connection.execute("select 1")
        finally:
            if not connection.is_closed():
                connection.terminate()

    def _heard(self, *arguments: object) -> None:
        self._streams.tell(Change.from_json(str(arguments[3])))


async def _first(*events: asyncio.Event) -> None:
    waiters = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiters, timeout=CHECK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    for waiter in waiters:
        waiter.cancel()
