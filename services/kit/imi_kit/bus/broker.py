"""A connection to RabbitMQ whose publishes are confirmed, many in flight at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import AMQPError, DeliveryError
from aiormq.abc import AbstractChannel as AmqpChannel
from pamqp.commands import Basic

from imi_kit.bus.message import OutgoingMessage

CONNECT_SECONDS = 10.0
CONFIRM_SECONDS = 15.0
# A peer that fell silent without closing is noticed after about three of these.
HEARTBEAT_SECONDS = 10
PERSISTENT = 2
BROKER_DOWN = (AMQPError, ConnectionError, OSError, TimeoutError, asyncio.TimeoutError)


@asynccontextmanager
async def connected(url: str, name: str) -> AsyncIterator[AbstractConnection]:
    """A plain connection: whoever holds it owns the reconnecting (a robust one may forget its consumers)."""
    connection = await aio_pika.connect(
        url,
        timeout=CONNECT_SECONDS,
        heartbeat=HEARTBEAT_SECONDS,
        client_properties={"connection_name": name},
    )
    try:
        yield connection
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(connection.close(), CONNECT_SECONDS)


class ConfirmingPublisher:
    """Publishes with confirms; `publish_all` returns only when the broker answered for every message."""

    def __init__(self, connection: AbstractConnection, channel: AbstractChannel) -> None:
        self._connection = connection
        self._channel = channel

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
        # Straight to the channel beneath: aio-pika's wrapping costs a third of a publish.
        channel = await self._channel.get_underlay_channel()
        results = await asyncio.gather(*(_publish(channel, m) for m in messages), return_exceptions=True)
        return [result if isinstance(result, BaseException) else None for result in results]


async def _publish(channel: AmqpChannel, message: OutgoingMessage) -> None:
    await channel.basic_publish(
        message.body,
        exchange=message.exchange,
        routing_key=message.routing_key,
        properties=Basic.Properties(
            message_id=str(message.id),
            content_type=message.content_type,
            correlation_id=message.correlation_id,
            headers=message.headers,
            delivery_mode=PERSISTENT,
            expiration=str(message.expiration_ms) if message.expiration_ms else None,
        ),
        mandatory=message.must_be_routed,
        timeout=CONFIRM_SECONDS,
        wait=False,  # type: ignore[call-arg]  # not for the socket to drain: the awaited confirm is the back-pressure
    )


async def _channel(connection: AbstractConnection) -> AbstractChannel:
    try:
        return await connection.channel(publisher_confirms=True, on_return_raises=True)
    except RuntimeError as error:
        # A connection that is just being lost is not yet marked as closed.
        raise ConnectionError("the broker closed the connection") from error
