"""The relay empties the outbox into the broker: wake on commit, publish many, forget what was confirmed."""

import asyncio

from prometheus_client import Counter, Gauge

from imi_kit.bus.broker import BROKER_DOWN, ConfirmingPublisher, connected
from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.outbox import OutboxStore
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger

log = get_logger("relay")
published = Counter("imi_outbox_published_total", "Messages confirmed by the broker")
refused = Counter("imi_outbox_refused_total", "Messages the broker refused; they stay in the outbox")
pending = Gauge("imi_outbox_pending", "Messages waiting in the outbox")

BATCH = 200
POLL_SECONDS = 1.0
FIRST_BACKOFF_SECONDS = 0.1
MAX_BACKOFF_SECONDS = 5.0


class Relay:
    """Runs until cancelled; `connected` tells readiness whether the broker is reachable from here."""

    def __init__(self, store: OutboxStore, amqp_url: str, name: str) -> None:
        self._store = store
        self._amqp_url = amqp_url
        self._name = f"{name}.relay"
        self._backoff = FIRST_BACKOFF_SECONDS
        self.connected = False

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                async with connected(self._amqp_url, self._name) as connection:
                    publisher = await ConfirmingPublisher.open(connection)
                    self.connected = True
                    await self._empty_until(stop, publisher)
            except Exception as error:
                # Whatever failed, the rows are still there: say it, wait, begin again.
                log.warning("relay_interrupted", error=type(error).__name__, retry_in=self._backoff)
                if not isinstance(error, (*BROKER_DOWN, StoreDown)):
                    log.exception("relay_failed")
            finally:
                self.connected = False
            await pause(stop, self._backoff)
            self._backoff = min(self._backoff * 2, MAX_BACKOFF_SECONDS)

    async def _empty_until(self, stop: asyncio.Event, publisher: ConfirmingPublisher) -> None:
        while not stop.is_set():
            taken = await self.publish_batch(publisher)
            self._backoff = FIRST_BACKOFF_SECONDS  # broker and store have both answered
            if taken < BATCH:
                pending.set(await self._store.pending())
                await self._store.wait(POLL_SECONDS)

    async def publish_batch(self, publisher: ConfirmingPublisher) -> int:
        """Publish one batch; returns how many rows were taken."""
        async with self._store.claim(BATCH) as batch:
            if not batch.messages:
                return 0
            failures = await publisher.publish_all(batch.messages)
            await batch.settle([type(f).__name__ if f else None for f in failures])
        failed = sum(1 for f in failures if f)
        published.inc(len(failures) - failed)
        if failed:
            refused.inc(failed)
            log.error("broker_refused_messages", count=failed)
        return len(failures)
