"""A queue as a stream of batches: one connection's life, from taking the queue to losing it."""

import asyncio
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager

from aio_pika.abc import AbstractChannel, AbstractIncomingMessage, AbstractQueue

from imi_kit.bus.broker import CONNECT_SECONDS, ConfirmingPublisher, connected

PREFETCH = 200
WATCH_SECONDS = 2.0
WEARY_AFTER = 2
"""Deliveries after which a message is taken alone. The broker counts a delivery for everything that a dying
process held, so without this a crash loop would drive a whole prefetch of innocents over the delivery limit."""


class Reader:
    """Batches of one queue. The first message comes alone and says whether it is safe to take many.

    A `window` of one stays one: asking again for more would hand a queue with a single active consumer to the
    next reader while this one still has a message in hand.
    """

    def __init__(
        self, channel: AbstractChannel, queue: AbstractQueue, publisher: ConfirmingPublisher, window: int
    ) -> None:
        self.publisher = publisher
        self._window = window
        self._channel = channel
        self._queue = queue
        self._inbox: asyncio.Queue[AbstractIncomingMessage | None] = asyncio.Queue()
        self._tag = ""
        self._alone = window > 1

    @classmethod
    @asynccontextmanager
    async def open(
        cls, amqp_url: str, queue_name: str, stop: asyncio.Event, *, window: int = PREFETCH
    ) -> AsyncIterator["Reader"]:
        async with connected(amqp_url, queue_name) as connection:
            publisher = await ConfirmingPublisher.open(connection)
            channel = await connection.channel()
            reader = cls(channel, await channel.get_queue(queue_name, ensure=False), publisher, window)
            channel.close_callbacks.add(reader._wake)
            connection.close_callbacks.add(reader._wake)
            stopping = asyncio.create_task(reader._wake_on(stop))
            try:
                await reader._take(1)
                yield reader
            finally:
                stopping.cancel()

    async def batch(self, limit: int) -> list[AbstractIncomingMessage]:
        """What waits, at least one message, at most `limit`; [] when there is reason to look at the world.

        Raises ConnectionError when the broker has closed the channel or cancelled the consumer.
        """
        try:
            async with asyncio.timeout(WATCH_SECONDS):
                messages = [await self._inbox.get()]
        except TimeoutError:
            messages = []
        while len(messages) < limit and not self._inbox.empty():
            messages.append(self._inbox.get_nowait())
        await self._check_alive()
        found = [message for message in messages if message is not None]
        if found and self._alone and not any(weary(message) for message in found):
            await self._queue.cancel(self._tag, timeout=CONNECT_SECONDS)
            await self._take(self._window)
            self._alone = False
        return found

    async def _take(self, prefetch: int) -> None:
        await self._channel.set_qos(prefetch_count=prefetch, timeout=CONNECT_SECONDS)
        self._tag = await self._queue.consume(self._inbox.put, timeout=CONNECT_SECONDS)

    async def _check_alive(self) -> None:
        if self._channel.is_closed:
            raise ConnectionError("the broker closed the channel")
        # aiormq tells nobody when the broker cancels a consumer (a deleted queue), it only forgets the tag.
        consumers: Container[str] = (await self._channel.get_underlay_channel()).consumers  # type: ignore[attr-defined]
        if self._tag not in consumers:
            raise ConnectionError("the broker cancelled the consumer")

    def _wake(self, *_: object) -> None:
        self._inbox.put_nowait(None)

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake()


def weary(message: AbstractIncomingMessage) -> bool:
    """Whether the broker delivered this message before, more often than a restart or two explains."""
    count = message.headers.get("x-delivery-count", 0)
    return isinstance(count, int) and count >= WEARY_AFTER
