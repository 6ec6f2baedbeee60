"""What a store must offer so that the relay can empty its outbox; SQL and documents each implement it."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from imi_kit.bus.message import OutgoingMessage


class ClaimedBatch(Protocol):
    """Messages that no other relay sees while the claim is held, oldest first."""

    messages: Sequence[OutgoingMessage]

    async def settle(self, failures: Sequence[str | None]) -> None:
        """Forget what was confirmed (None); keep the rest with its reason, to be tried again later."""


class OutboxStore(Protocol):
    """The outbox of one service."""

    def claim(self, limit: int) -> AbstractAsyncContextManager[ClaimedBatch]:
        """Hold up to `limit` messages; leaving without `settle` gives them back untouched."""

    async def wait(self, seconds: float) -> None:
        """Return when a commit may have added messages, or after `seconds`."""

    async def pending(self) -> int:
        """How many messages still wait."""
