"""Reads the queue of member-state systems: from an AMQP message to `Interchange.take`."""

from collections.abc import Sequence

from aio_pika.abc import AbstractIncomingMessage

from imi_gateway.application.interchange import Interchange
from imi_gateway.domain.interchange import Incoming
from imi_kit.telemetry import get_tracer

QUEUE = "gateway.interchange"
# One at a time: each message is a transaction of its own.
BATCH = 1


class InterchangeHandler:
    """Use as a Consumer's `handle` with BATCH."""

    def __init__(self, interchange: Interchange) -> None:
        self._interchange = interchange

    async def __call__(self, messages: Sequence[AbstractIncomingMessage]) -> None:
        for message in messages:
            with get_tracer().start_as_current_span("interchange"):
                await self._interchange.take(incoming(message))


def incoming(message: AbstractIncomingMessage) -> Incoming:
    signature = message.headers.get("signature")
    if isinstance(signature, bytes):
        signature = signature.decode("ascii", "replace")
    return Incoming(
        body=message.body,
        routing_key=message.routing_key or "",
        user_id=message.user_id,
        message_id=message.message_id,
        signature=str(signature) if signature is not None else None,
    )
