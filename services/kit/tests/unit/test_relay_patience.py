"""A relay whose store is away waits longer and longer, although the broker answers at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from imi_kit.bus import relay as relay_module
from imi_kit.bus.broker import ConfirmingPublisher
from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.outbox import ClaimedBatch
from imi_kit.bus.relay import Relay


class EmptyBatch:
    messages: Sequence[Any] = ()

    async def settle(self, failures: Sequence[str | None]) -> None: ...


class Store:
    """Away, but for the numbered attempts in `there`."""

    def __init__(self, there: list[int]) -> None:
        self._attempts = 0
        self._there = there

    @asynccontextmanager
    async def claim(self, limit: int) -> AsyncIterator[ClaimedBatch]:
        self._attempts += 1
        if self._attempts not in self._there:
            raise StoreDown
        yield EmptyBatch()

    async def wait(self, seconds: float) -> None: ...

    async def pending(self) -> int:
        return 0


@pytest.fixture(autouse=True)
def broker_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def connected(url: str, name: str) -> AsyncIterator[None]:
        yield

    async def publisher(connection: None) -> None: ...

    monkeypatch.setattr(relay_module, "connected", connected)
    monkeypatch.setattr(ConfirmingPublisher, "open", publisher)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the relay would have waited each time; after six of them it is asked to stop."""
    found: list[float] = []

    async def sleep(stop: asyncio.Event, seconds: float) -> None:
        found.append(round(seconds, 3))
        if len(found) == 6:
            stop.set()

    monkeypatch.setattr(relay_module, "pause", sleep)
    return found


async def test_a_store_that_stays_away_is_asked_less_and_less_often(pauses: list[float]) -> None:
    await Relay(Store(there=[]), "amqp://nowhere", "test").run(asyncio.Event())
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2]


async def test_after_a_success_it_is_quick_again(pauses: list[float]) -> None:
    await Relay(Store(there=[4]), "amqp://nowhere", "test").run(asyncio.Event())
    assert pauses == [0.1, 0.2, 0.4, 0.1, 0.2, 0.4]
