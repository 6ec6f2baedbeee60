"""The consumer loop: own reconnecting, batches per transaction, and a visible end for what cannot be handled."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aio_pika.abc import AbstractIncomingMessage
from prometheus_client import Counter

from imi_kit.bus.broker import CONFIRM_SECONDS, ConfirmingPublisher, connected
from imi_kit.bus.deadletters import dead_letter
from imi_kit.telemetry import get_logger

log = get_logger("consumer")
handled = Counter("imi_messages_handled_total", "Messages handled and acknowledged", ["queue"])
dead = Counter("imi_messages_dead_total", "Messages moved to the dead-letter queue", ["queue"])

PREFETCH = 200
BATCH = 50
ATTEMPTS = 5
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
        backoff = 0.1
        while not stop.is_set():
            try:
                await self._consume(stop)
                backoff = 0.1
            except Exception as error:
                log.warning("consumer_interrupted", queue=self._queue, error=repr(error), retry_in=backoff)
            finally:
                self.consuming = False
            await _wait(stop, backoff)
            backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)

    async def _consume(self, stop: asyncio.Event) -> None:
        async with connected(self._amqp_url, self._queue) as connection:
            publisher = await ConfirmingPublisher.open(connection)
            channel = await connection.channel()
            await channel.set_qos(prefetch_count=PREFETCH)
            queue = await channel.get_queue(self._queue, ensure=False)
            inbox: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
            closed = asyncio.Event()
            channel.close_callbacks.add(lambda *_: closed.set())
            connection.close_callbacks.add(lambda *_: closed.set())
            await queue.consume(inbox.put)
            self.consuming = True
            log.info("consuming", queue=self._queue)
            while not stop.is_set():
                batch = await self._next_batch(inbox, stop, closed)
                if closed.is_set():
                    raise ConnectionError("the broker closed the channel")
                if batch:
                    await self._settle(batch, publisher, stop)

    async def _next_batch(
        self, inbox: asyncio.Queue[AbstractIncomingMessage], stop: asyncio.Event, closed: asyncio.Event
    ) -> list[AbstractIncomingMessage]:
        batch: list[AbstractIncomingMessage] = []
        if inbox.empty():
            waiters = [asyncio.ensure_future(w) for w in (inbox.get(), stop.wait(), closed.wait())]
            done, undone = await asyncio.wait(waiters, return_when=asyncio.FIRST_COMPLETED)
            for waiter in undone:
                waiter.cancel()
            if waiters[0] not in done:
                return []
            batch.append(waiters[0].result())  # type: ignore[arg-type]
        while len(batch) < self._batch and not inbox.empty():
            batch.append(inbox.get_nowait())
        return batch

    async def _settle(
        self, batch: list[AbstractIncomingMessage], publisher: ConfirmingPublisher, stop: asyncio.Event
    ) -> None:
        try:
            await self._handle(batch)
        except Exception as error:
            if len(batch) == 1 and isinstance(error, Unprocessable):
                await self._bury(batch[0], error.reason, publisher)
                return
            log.warning("batch_failed", queue=self._queue, size=len(batch), error=repr(error))
            for message in batch:
                await self._settle_one(message, publisher, stop)
            return
        handled.labels(self._queue).inc(len(batch))
        for message in batch:
            await message.ack()

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
            await _wait(stop, backoff)
            backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)

    async def _bury(
        self, message: AbstractIncomingMessage, reason: str, publisher: ConfirmingPublisher
    ) -> None:
        await asyncio.wait_for(dead_letter(message, self._queue, reason, publisher), CONFIRM_SECONDS)
        dead.labels(self._queue).inc()
        log.error("dead_lettered", queue=self._queue, message_id=message.message_id, reason=reason)
        await message.ack()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
