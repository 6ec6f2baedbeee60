"""What application code may know of the machinery: protocols only, so that unit tests can put fakes in place."""

from collections.abc import Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from imi_contracts.messages import Command, Event


class Clock(Protocol):
    """The time, always in UTC."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class Publisher(Protocol):
    """Collects what leaves the service; everything goes out with the commit or not at all."""

    def publish(self, event: Event, *, subject: str | UUID, sequence: int = 0) -> None:
        """Broadcast a fact about `subject`, whose version after the change is `sequence`."""

    def send(self, command: Command, *, subject: str | UUID, correlation_id: str) -> None:
        """Ask another service for something; the result comes back under `correlation_id`."""


class UnitOfWork(Publisher, Protocol):
    """One transaction: changes, inbox entry and outgoing messages commit together on leaving the context."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def unseen(self, message_ids: Sequence[UUID]) -> set[UUID]:
        """Record the messages as handled; those that an earlier transaction handled already are left out."""
