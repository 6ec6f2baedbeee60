"""A member state's own system: speaks AMQP only, with its own broker account, as `docs/member-state-systems.md` says."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aio_pika

WAIT_SECONDS = 30.0


class MemberStateSystem:
    """Publishes commands to `interchange`, reads `ms.<cc>.out`, and keeps all that it ever read."""

    def __init__(self, country: str, channel: aio_pika.abc.AbstractChannel) -> None:
        self.country = country.lower()
        self._channel = channel
        self._arrived = asyncio.Event()
        self.messages: list[tuple[str | None, dict[str, Any]]] = []

    @classmethod
    @asynccontextmanager
    async def connected(cls, country: str, amqp_url: str) -> AsyncIterator["MemberStateSystem"]:
        connection = await aio_pika.connect(amqp_url, timeout=10)
        async with connection:
            system = cls(country, await connection.channel(publisher_confirms=True, on_return_raises=True))
            queue = await system._channel.get_queue(f"ms.{system.country}.out", ensure=False)
            await queue.consume(system._read)
            yield system

    async def _read(self, message: aio_pika.abc.AbstractIncomingMessage) -> None:
        self.messages.append((message.correlation_id, json.loads(message.body)))
        await message.ack()
        self._arrived.set()

    async def say(self, command: str, body: dict[str, Any] | bytes, *, message_id: str | None = None) -> str:
        """Publish a command and return its message id; the receipt comes later."""
        message_id = message_id or str(uuid.uuid4())
        exchange = await self._channel.get_exchange("interchange", ensure=False)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        message = aio_pika.Message(
            content,
            message_id=message_id,
            user_id=f"ms-{self.country}",
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await exchange.publish(
            message, routing_key=f"ms.{self.country}.{command}", mandatory=True, timeout=10
        )
        return message_id

    async def ask(self, command: str, body: dict[str, Any] | bytes, **options: Any) -> dict[str, Any]:
        """Publish a command and wait for its receipt."""
        seen = len(self.messages)
        message_id = await self.say(command, body, **options)
        return await self.receipt(message_id, after=seen)

    async def receipt(self, message_id: str, *, after: int = 0) -> dict[str, Any]:
        envelope = await self._first(
            lambda correlation, e: correlation == message_id and e["type"] == "interchange.receipt.v1", after
        )
        data: dict[str, Any] = envelope["data"]
        return data

    async def event(self, type_name: str, **facts: Any) -> dict[str, Any]:
        """The data of the first event of this type whose data has these facts."""
        envelope = await self._first(
            lambda _, e: e["type"] == type_name and facts.items() <= e["data"].items(), 0
        )
        data: dict[str, Any] = envelope["data"]
        return data

    async def _first(self, fits: Callable[[str | None, dict[str, Any]], bool], after: int) -> dict[str, Any]:
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                self._arrived.clear()
                for correlation, envelope in self.messages[after:]:
                    if fits(correlation, envelope):
                        return envelope
                await self._arrived.wait()
