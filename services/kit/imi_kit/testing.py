"""Fakes and shortcuts for tests of handlers: no broker, no store, no waiting."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from imi_contracts.envelope import Envelope
from imi_contracts.messages import Command, Event
from imi_kit.bus.message import envelop
from imi_kit.identity import Identity, TokenSigner, generate_key


class FixedClock:
    """Stands still until told to move."""

    def __init__(self, at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def advance(self, delta: timedelta) -> None:
        self.at += delta


class FakeUnitOfWork:
    """Remembers what was published, sent and seen; subclass it to add fake repositories."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.sequences: list[int] = []
        self.commands: list[Command] = []
        self.seen: set[UUID] = set()
        self.committed = False

    async def __aenter__(self) -> Self:
        self.committed = False
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.committed = error is None

    def publish(self, event: Event, *, subject: str | UUID, sequence: int = 0) -> None:
        self.events.append(event)
        self.sequences.append(sequence)

    def send(self, command: Command, *, subject: str | UUID, correlation_id: str) -> None:
        self.commands.append(command)

    async def unseen(self, message_ids: Sequence[UUID]) -> set[UUID]:
        new = set(message_ids) - self.seen
        self.seen |= new
        return new


def enveloped(event: Event | Command, *, subject: str | UUID = "test", sequence: int = 1) -> Envelope:
    """The event as it would arrive from the bus."""
    return envelop(event, source="test", subject=str(subject), sequence=sequence)


class TokenMint:
    """A key pair of its own; `public_key` goes to the service under test, `bearer` gives the header."""

    def __init__(self) -> None:
        key = generate_key()
        self.public_key = (
            key.as_json(private=False) if hasattr(key, "as_json") else _json(key.as_dict(private=False))
        )
        self.private_key = (
            key.as_json(private=True) if hasattr(key, "as_json") else _json(key.as_dict(private=True))
        )
        self._signer = TokenSigner(self.private_key)

    def bearer(self, identity: Identity) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._signer.sign(identity)}"}


def _json(value: object) -> str:
    import json

    return json.dumps(value)
