"""Follows data that change on disk while a service runs, so that nobody has to start it again."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from imi_kit.pause import pause
from imi_kit.telemetry import get_logger

log = get_logger("reload")
LOOK_EVERY_SECONDS = 1.0


class Reload(Protocol):
    """What one look brought: names of what is new or changed, and what could not be taken over."""

    @property
    def changed(self) -> Sequence[str]: ...

    @property
    def findings(self) -> Sequence[object]: ...


class Reloading(Protocol):
    """Data that know how to read themselves again; what is broken changes nothing."""

    @property
    def started_with(self) -> Reload: ...

    def refresh(self) -> Reload: ...


class Reloader:
    """A worker for every process that works with such data: runs until its stop event is set."""

    def __init__(self, data: Reloading) -> None:
        self._data = data

    async def run(self, stop: asyncio.Event) -> None:
        self.report_start()
        while not stop.is_set():
            await pause(stop, LOOK_EVERY_SECONDS)
            await self.look()

    def report_start(self) -> None:
        """Say what the process could not read when it started."""
        _report(self._data.started_with)

    async def look(self) -> Sequence[str]:
        """The names of what is new or changed; findings are said once."""
        reload = await asyncio.to_thread(self._data.refresh)
        _report(reload)
        if reload.changed:
            log.info("read_again", changed=list(reload.changed))
        return reload.changed


def _report(reload: Reload) -> None:
    for finding in reload.findings:
        log.error("data_invalid", finding=str(finding))
