"""What happens by the clock: objects of given-up uploads and removed files disappear."""

import asyncio

from imi_kit.bus.consumer import StoreDown
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger
from imi_requests.application.files import Files

log = get_logger("scheduler")


class Sweeper:
    def __init__(self, files: Files, every_seconds: float) -> None:
        self._files = files
        self._every = every_seconds

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                if removed := await self._files.sweep():
                    log.info("objects_removed", count=removed)
            except StoreDown as error:
                log.warning("store_down", error=repr(error.__cause__))
            await pause(stop, self._every)
