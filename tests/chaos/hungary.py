"""The asked side: a state's own system that speaks by queue only, and repeats itself until it has a receipt."""

import asyncio
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError

BROKER_DOWN = (AMQPError, OSError, TimeoutError, RuntimeError)
# Who repeats too eagerly keeps the others waiting, and himself.
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 10.0, 60.0
ANSWERED_AT_ONCE = 30
PATIENCE_SECONDS = 200.0
RECONNECT_SECONDS = 0.5
SENT, RECEIPT = "requests.request.sent.v1", "interchange.receipt.v1"
ANSWERS = [{"question": "2.1.1", "value": "yes"}, {"question": "5.5.1", "value": "yes"}]
USER, KEY, QUEUE = "ms-hu", "ms.hu", "ms.hu.out"


@dataclass
class Heard:
    """Everything that came on ms.hu.out. Receipts by message id, as digests of their bytes; events by id."""

    receipts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refusals: Counter[str] = field(default_factory=Counter)
    events: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


class Hungary:
    """Answers each of `requests` as soon as it hears of it; `replied` says with which version."""

    def __init__(self, amqp_url: str, requests: Collection[str]) -> None:
        self._url = amqp_url
        self._requests = requests
        self._channel: AbstractChannel | None = None
        self._connected = asyncio.Event()
        self._turns = asyncio.Semaphore(ANSWERED_AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._verdicts: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._replied: dict[str, asyncio.Future[int]] = {}
        self.heard = Heard()
        self.published: Counter[str] = Counter()
        self.reconnects = -1

    async def run(self) -> None:
        """Until cancelled: connected, or connecting again."""
        while True:
            try:
                connection = await aio_pika.connect(self._url, timeout=10)
                try:
                    await self._listen(connection)
                finally:
                    self._connected.clear()
                    await asyncio.wait_for(connection.close(), 5)
            except BROKER_DOWN:
                await asyncio.sleep(RECONNECT_SECONDS)

    async def replied(self, request_id: str) -> int:
        """The version after the reply, once its receipt is there; raises what went wrong with it."""
        return await asyncio.wait_for(asyncio.shield(self._reply_to(request_id)), 2 * PATIENCE_SECONDS)

    async def _listen(self, connection: aio_pika.abc.AbstractConnection) -> None:
        closed = asyncio.Event()
        connection.close_callbacks.add(lambda *_: closed.set())
        self._channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        self._channel.close_callbacks.add(lambda *_: closed.set())
        await self._channel.set_qos(prefetch_count=50)
        queue = await self._channel.get_queue(QUEUE, ensure=False)
        await queue.consume(self._read)
        self.reconnects += 1
        self._connected.set()
        await closed.wait()

    async def _read(self, message: AbstractIncomingMessage) -> None:
        envelope = json.loads(message.body)
        if envelope["type"] == RECEIPT:
            self._receive(message, envelope["data"])
        else:
            request_id = envelope["data"]["request_id"]
            self.heard.events[request_id, envelope["type"]][envelope["id"]] += 1
            new = request_id in self._requests and request_id not in self._tasks
            if new and envelope["type"] == SENT:
                self._tasks[request_id] = asyncio.create_task(self._answer(request_id, envelope["sequence"]))
        await message.ack()

    def _receive(self, message: AbstractIncomingMessage, receipt: dict[str, Any]) -> None:
        message_id = str(message.correlation_id)
        if receipt["retryable"] and receipt["outcome"] != "accepted":
            self.heard.refusals[receipt["code"]] += 1
            return
        self.heard.receipts[message_id][hashlib.sha256(message.body).hexdigest()] += 1
        verdict = self._verdicts.get(message_id)
        if verdict and not verdict.done():
            verdict.set_result(receipt)

    async def _answer(self, request_id: str, version: int) -> None:
        try:
            async with self._turns:
                version = await self._reply(request_id, version)
            self._reply_to(request_id).set_result(version)
        except (AssertionError, TimeoutError) as error:
            self._reply_to(request_id).set_exception(error)

    async def _reply(self, request_id: str, version: int) -> int:
        accepted = await self._ask("accept", request_id, {"version": version})
        reply = {
            "version": accepted["version"],
            "answers": ANSWERS,
            "free_text": "Az adatok helyesek.",
            "language": "hu",
        }
        replied = await self._ask("reply", request_id, reply)
        return int(replied["version"])

    async def _ask(self, command: str, request_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Publish under one id until the receipt is there; its result."""
        message_id = message_id_of(command, request_id)
        verdict = self._verdicts[message_id] = asyncio.get_running_loop().create_future()
        content = json.dumps({"request_id": request_id} | body).encode()
        wait = FIRST_WAIT_SECONDS
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not verdict.done():
                if await self._publish(command, message_id, content):
                    await asyncio.wait([verdict], timeout=wait)
                    wait = min(wait * 2, LONGEST_WAIT_SECONDS)
        receipt: dict[str, Any] = verdict.result()
        if receipt["outcome"] != "accepted":
            raise AssertionError(f"{command} of {request_id} was refused: {receipt}")
        result: dict[str, Any] = receipt["result"]
        return result

    async def _publish(self, command: str, message_id: str, content: bytes) -> bool:
        """Whether the broker has confirmed it."""
        await self._connected.wait()
        assert self._channel is not None
        message = aio_pika.Message(
            content,
            message_id=message_id,
            user_id=USER,
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            exchange = await self._channel.get_exchange("interchange", ensure=False)
            await exchange.publish(message, routing_key=f"{KEY}.{command}", mandatory=True, timeout=10)
        except BROKER_DOWN:
            await asyncio.sleep(RECONNECT_SECONDS)
            return False
        self.published[message_id] += 1
        return True

    def _reply_to(self, request_id: str) -> "asyncio.Future[int]":
        if request_id not in self._replied:
            self._replied[request_id] = asyncio.get_running_loop().create_future()
        return self._replied[request_id]


def message_id_of(command: str, request_id: str) -> str:
    """The same for every repetition."""
    return str(uuid5(NAMESPACE_URL, f"urn:openimi:drill:{command}:{request_id}"))
