"""Send the mails whose turn it is; what fails is tried again for two days, then stays visible as failed."""

import asyncio

from prometheus_client import Counter

from imi_kit.ports import Clock
from imi_kit.telemetry import get_logger
from imi_notifications.application.ports import DueMail, Outgoing, Postman, Undeliverable, Writer
from imi_notifications.domain.delivery import next_attempt

log = get_logger("mail")
mails = Counter("imi_mails_total", "Mails by what became of them", ["outcome"])
# Few, because those in hand are finished before the process stops.
AT_ONCE = 10


class SendMails:
    """Mails are sent at least once: marked after the server took them, not before.

    A crash between the two sends a mail again, but with the same Message-ID (it follows from the notice),
    which mail servers and readers recognise. The other order could lose a mail without anybody noticing,
    and an authority that never hears of a request misses a deadline set by law.
    """

    def __init__(self, outgoing: Outgoing, postman: Postman, write: Writer, clock: Clock) -> None:
        self._outgoing = outgoing
        self._postman = postman
        self._write = write
        self._clock = clock

    async def __call__(self) -> int:
        """Send the next few due mails side by side; how many there were."""
        due = await self._outgoing.claim_due(AT_ONCE)
        for outcome in await asyncio.gather(*map(self._one, due)):
            mails.labels(outcome).inc()
        return len(due)

    async def _one(self, due: DueMail) -> str:
        notice_id = due.notice.id
        if due.user is None or not due.user.active:
            await self._outgoing.dropped(notice_id)
            return "dropped"
        try:
            await self._postman.send(self._write(due.notice, due.user, due.actor))
        except Undeliverable as error:
            return await self._undelivered(due, error)
        await self._outgoing.sent(notice_id)
        log.info("mail_sent", notice=str(notice_id), attempt=due.attempts)
        return "sent"

    async def _undelivered(self, due: DueMail, error: Undeliverable) -> str:
        again = next_attempt(due.attempts, due.created_at, self._clock.now())
        if error.for_good or again is None:
            await self._outgoing.failed(due.notice.id, error.reason)
            log.error("mail_failed", notice=str(due.notice.id), attempts=due.attempts, reason=error.reason)
            return "failed"
        await self._outgoing.postponed(due.notice.id, again, error.reason)
        log.warning("mail_postponed", notice=str(due.notice.id), attempt=due.attempts, reason=error.reason)
        return "postponed"
