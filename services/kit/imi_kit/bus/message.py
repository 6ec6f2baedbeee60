"""A message on its way out, as the outbox keeps it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imi_contracts.envelope import CONTENT_TYPE, Envelope
from imi_contracts.messages import Command, Event, Message
from imi_contracts.topology import COMMAND_TTL_MS, COMMANDS_EXCHANGE, EVENTS_EXCHANGE
from imi_kit.clock import SystemClock, new_id
from imi_kit.ports import Clock
from imi_kit.telemetry import current_traceparent


@dataclass(frozen=True)
class OutgoingMessage:
    """Where a body goes and with which AMQP properties. `expiration_ms` bounds its life in the broker.

    `id` becomes the AMQP message id: a UUID, except when a member state's own message is replayed.
    `headers` do not pass through an outbox.
    """

    id: UUID | str
    exchange: str
    routing_key: str
    body: bytes
    correlation_id: str | None = None
    expiration_ms: int | None = None
    content_type: str = CONTENT_TYPE
    headers: dict[str, Any] = field(default_factory=dict)

    @property
    def must_be_routed(self) -> bool:
        """A fact may interest nobody; anything addressed must find its queue."""
        return self.exchange != EVENTS_EXCHANGE


def envelop(
    data: Message, *, source: str, subject: str, sequence: int = 0, clock: Clock | None = None
) -> Envelope:
    """Wrap message data, with the running trace."""
    return Envelope(
        id=new_id(),
        source=source,
        type=data.type,
        subject=subject,
        time=(clock or SystemClock()).now(),
        sequence=sequence,
        traceparent=current_traceparent(),
        data=data.model_dump(mode="json"),
    )


def event_message(event: Event, *, source: str, subject: str, sequence: int, clock: Clock) -> OutgoingMessage:
    envelope = envelop(event, source=source, subject=subject, sequence=sequence, clock=clock)
    return OutgoingMessage(envelope.id, EVENTS_EXCHANGE, event.type, envelope.to_json())


def command_message(
    command: Command, *, source: str, subject: str, correlation_id: str, clock: Clock
) -> OutgoingMessage:
    envelope = envelop(command, source=source, subject=subject, clock=clock)
    return OutgoingMessage(
        envelope.id,
        COMMANDS_EXCHANGE,
        command.queue,
        envelope.to_json(),
        correlation_id=correlation_id,
        expiration_ms=COMMAND_TTL_MS,
    )
