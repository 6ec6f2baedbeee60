"""A connection to RabbitMQ whose publishes are confirmed, many in flight at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import AMQPError, DeliveryError

from imi_kit.bus.message import OutgoingMessage

CONNECT_SECONDS = 10.0
CONFIRM_SECONDS = 15.0
BROKER_DOWN = (AMQPError, ConnectionError, OSError, TimeoutError, asyncio.TimeoutError)


@asynccontextmanager
async def connected(url: str, name: str) -> AsyncIterator[AbstractConnection]:
    """A plain connection: whoever holds it owns the reconnecting (a robust one may forget its consumers)."""
    connection = await aio_pika.connect(
        url, timeout=CONNECT_SECONDS, client_properties={"connection_name": name}
    )
    try:
        yield connection
    finally:
        await connection.close()


class ConfirmingPublisher:
    """Publishes with confirms; `publish_all` returns only when the broker answered for every message."""

    def __init__(self, connection: AbstractConnection, channel: AbstractChannel) -> None:
        self._connection = connection
        self._channel = channel
        self._exchanges: dict[str, AbstractExchange] = {}

    @classmethod
    async def open(cls, connection: AbstractConnection) -> "ConfirmingPublisher":
        return cls(connection, await _channel(connection))

    async def publish_all(self, messages: Sequence[OutgoingMessage]) -> list[AMQPError | None]:
        """Publish concurrently, in order; per message None when confirmed, or why the broker refused it.

        Raises one of BROKER_DOWN when the connection fails: then nothing may be taken as published.
        """
        results = await self._attempt(messages)
        if self._channel.is_closed and not self._connection.is_closed:
            # One of them made the broker close the channel (no such exchange, no permission), and the others
            # fell with it: one by one shows which.
            for place, result in enumerate(results):
                if result is not None and not isinstance(result, DeliveryError):
                    results[place] = (await self._attempt([messages[place]]))[0]
        failures: list[AMQPError | None] = []
        for result in results:
            if result is not None and (not isinstance(result, AMQPError) or self._connection.is_closed):
                raise result
            failures.append(result)
        return failures

    async def _attempt(self, messages: Sequence[OutgoingMessage]) -> list[BaseException | None]:
        if self._channel.is_closed and not self._connection.is_closed:
            self._channel = await _channel(self._connection)
            self._exchanges.clear()
        exchanges = {m.exchange: await self._exchange(m.exchange) for m in messages}
        return await asyncio.gather(
            *(self._publish(exchanges[m.exchange], m) for m in messages), return_exceptions=True
        )

    async def _exchange(self, name: str) -> AbstractExchange:
        if name not in self._exchanges:
            self._exchanges[name] = await self._channel.get_exchange(name, ensure=False)
        return self._exchanges[name]

    async def _publish(self, exchange: AbstractExchange, message: OutgoingMessage) -> None:
        await exchange.publish(
            aio_pika.Message(
                message.body,
                message_id=str(message.id),
                content_type=message.content_type,
                correlation_id=message.correlation_id,
                headers=dict(message.headers),
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                expiration=timedelta(milliseconds=message.expiration_ms) if message.expiration_ms else None,
            ),
            routing_key=message.routing_key,
            mandatory=message.must_be_routed,
            timeout=CONFIRM_SECONDS,
        )


async def _channel(connection: AbstractConnection) -> AbstractChannel:
    return await connection.channel(publisher_confirms=True, on_return_raises=True)
