"""Keeps the search in step with the vocabularies: an update brings labels and synonyms in more languages."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from imi_directory.adapters.directory import Directory
from imi_directory.application.reindex import reindex_some
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger

log = get_logger("reindexer")
EVERY_SECONDS = 600.0


class Reindexer:
    """A worker; several processes share the work, and one that is killed leaves the rest to the others."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.reindex(stop)
            except (SQLAlchemyError, OSError) as error:
                log.warning("reindexing_postponed", error=type(error).__name__)
            await pause(stop, EVERY_SECONDS)

    async def reindex(self, stop: asyncio.Event) -> int:
        """All authorities that need it; how many there were."""
        total = 0
        while not stop.is_set():
            async with self._directory.work() as work:
                done = await reindex_some(self._directory.catalogue, work)
            if not done:
                break
            total += done
        if total:
            log.info("reindexed", authorities=total)
        return total
