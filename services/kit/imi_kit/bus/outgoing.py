"""What a unit of work collects to send with its commit; the units of both kinds of store inherit it."""

from uuid import UUID

from imi_contracts.messages import Command, Event
from imi_kit.bus.message import OutgoingMessage, command_message, event_message
from imi_kit.ports import Clock


class Outgoing:
    """`source` names the service in its messages."""

    def __init__(self, *, source: str, clock: Clock) -> None:
        self.clock = clock
        self._source = source
        self._outgoing: list[OutgoingMessage] = []

    def publish(self, event: Event, *, subject: str | UUID, sequence: int = 0) -> None:
        self.deliver(
            event_message(
                event, source=self._source, subject=str(subject), sequence=sequence, clock=self.clock
            )
        )

    def send(self, command: Command, *, subject: str | UUID, correlation_id: str) -> None:
        self.deliver(
            command_message(
                command,
                source=self._source,
                subject=str(subject),
                correlation_id=correlation_id,
                clock=self.clock,
            )
        )

    def deliver(self, message: OutgoingMessage) -> None:
        """Send any message with the commit, wherever it is addressed."""
        self._outgoing.append(message)
