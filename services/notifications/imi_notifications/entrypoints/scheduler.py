"""The loop that sends mails."""

import asyncio

from imi_kit.bus.consumer import StoreDown
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger
from imi_notifications.application.send_mails import SendMails

log = get_logger("scheduler")
LOOK_EVERY_SECONDS = 1.0


class MailScheduler:
    """A worker: runs until its stop event is set, finishing the mails in hand."""

    def __init__(self, send: SendMails) -> None:
        self._send = send

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                if await self._send():
                    continue
            except StoreDown as error:
                log.warning("store_down", error=repr(error.__cause__))
            await pause(stop, LOOK_EVERY_SECONDS)
