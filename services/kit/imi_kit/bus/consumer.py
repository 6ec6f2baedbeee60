"""The consumer loop: own reconnecting, batches per transaction, and a visible end for what cannot be handled."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aio_pika.abc import AbstractIncomingMessage
from prometheus_client import Counter

from imi_kit.bus.broker import CONFIRM_SECONDS, ConfirmingPublisher
from imi_kit.bus.deadletters import dead_letter
from imi_kit.bus.reader import PREFETCH, Reader
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger

log = get_logger("consumer")
handled = Counter("imi_messages_handled_total", "Messages handled and acknowledged", ["queue"])
dead = Counter("imi_messages_dead_total", "Messages moved to the dead-letter queue", ["queue"])

BATCH = 50
ATTEMPTS = 5
FIRST_BACKOFF_SECONDS = 0.1
MAX_BACKOFF_SECONDS = 5.0

Handle = Callable[[Sequence[AbstractIncomingMessage]], Awaitable[None]]


class Unprocessable(Exception):  # noqa: N818
    """This message can never be handled; `reason` is what the operator reads."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreDown(Exception):  # noqa: N818
    """The service's own store is away: not the message's fault, so it waits as long as it takes."""


class Consumer:
    """Reads one queue. `handle` gets a batch and must do all of it or nothing (one transaction).

    With `batch=1` the broker gives one message at a time, strictly in order.
    A batch that fails is repeated message by message, so that one bad message harms no other.
    `consuming` tells readiness that the consumer is really on the queue.
    """

    def __init__(self, amqp_url: str, queue: str, handle: Handle, *, batch: int = BATCH) -> None:
        self._amqp_url = amqp_url
        self._queue = queue
        self._handle = handle
        self._batch = batch
        self.consuming = False

    async def run(self, stop: asyncio.Event) -> None:
        backoff = FIRST_BACKOFF_SECONDS
        while not stop.is_set():
            try:
                window = PREFETCH if self._batch > 1 else 1
                async with Reader.open(self._amqp_url, self._queue, stop, window=window) as reader:
                    self.consuming, backoff = True, FIRST_BACKOFF_SECONDS
                    log.info("consuming", queue=self._queue)
                    while not stop.is_set():
                        if batch := await reader.batch(self._batch):
                            await self._settle(batch, reader.publisher, stop)
            except Exception as error:
                log.warning("consumer_interrupted", queue=self._queue, error=repr(error), retry_in=backoff)
            finally:
                self.consuming = False
            await pause(stop, backoff)
            backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)

    async def _settle(
        self, batch: list[AbstractIncomingMessage], publisher: ConfirmingPublisher, stop: asyncio.Event
    ) -> None:
        try:
            await self._handle(batch)
        except Exception as error:
            if len(batch) == 1 and isinstance(error, Unprocessable):
                await self._bury(batch[0], error.reason, publisher)
                return
            log.warning("batch_failed", queue=self._queue, size=len(batch), error=type(error).__name__)
            for message in batch:
                await self._settle_one(message, publisher, stop)
            return
        handled.labels(self._queue).inc(len(batch))
        # Messages are settled strictly in their order, so the last one's acknowledgement covers the batch.
        await batch[-1].ack(multiple=True)

    async def _settle_one(
        self, message: AbstractIncomingMessage, publisher: ConfirmingPublisher, stop: asyncio.Event
    ) -> None:
        attempt, backoff = 0, 0.2
        while True:
            try:
                await self._handle([message])
            except Unprocessable as error:
                await self._bury(message, error.reason, publisher)
                return
            except StoreDown as error:
                log.warning("store_down", queue=self._queue, error=repr(error.__cause__))
            except Exception as error:
                attempt += 1
                log.exception("handling_failed", queue=self._queue, message_id=message.message_id)
                if attempt >= ATTEMPTS:
                    await self._bury(message, f"failed {attempt} times: {type(error).__name__}", publisher)
                    return
            else:
                handled.labels(self._queue).inc()
                await message.ack()
                return
            if stop.is_set():
                # Not acknowledged, so the broker gives it to whoever comes next.
                raise ConnectionAbortedError("stopping with a message in hand")
            await pause(stop, backoff)
            backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)

    async def _bury(
        self, message: AbstractIncomingMessage, reason: str, publisher: ConfirmingPublisher
    ) -> None:
        await asyncio.wait_for(dead_letter(message, self._queue, reason, publisher), CONFIRM_SECONDS)
        dead.labels(self._queue).inc()
        log.error("dead_lettered", queue=self._queue, message_id=message.message_id, reason=reason)
        await message.ack()
