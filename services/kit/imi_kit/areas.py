"""Follows the folder of areas, so that a service offers a newly published area without being started again."""

import asyncio

from imi_contracts.areas import AreaFolder
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger

log = get_logger("areas")
LOOK_EVERY_SECONDS = 1.0


class AreaWatch:
    """A worker for every process that works with areas: runs until its stop event is set."""

    def __init__(self, folder: AreaFolder) -> None:
        self._folder = folder

    async def run(self, stop: asyncio.Event) -> None:
        self.report_start()
        while not stop.is_set():
            await pause(stop, LOOK_EVERY_SECONDS)
            await self.look()

    def report_start(self) -> None:
        """Say what the process could not read when it started."""
        for finding in self._folder.started_with.findings:
            log.error("area_invalid", finding=str(finding))

    async def look(self) -> tuple[str, ...]:
        """The areas that are new or changed; what is broken is said once and changes nothing."""
        reload = await asyncio.to_thread(self._folder.refresh)
        for finding in reload.findings:
            log.error("area_invalid", finding=str(finding))
        if reload.changed:
            log.info("areas_read", areas=list(reload.changed))
        return reload.changed
