"""A relay whose store is away waits longer and longer, although the broker answers at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from imi_kit.bus import relay as relay_module
from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.outbox import ClaimedBatch
from imi_kit.bus.relay import Relay


class EmptyBatch:
    messages: Sequence[Any] = ()

    async def settle(self, failures: Sequence[str | None]) -> None: ...


class StoreAway:
    """Fails as often as told, then is there and empty."""

    def __init__(self, failures: int) -> None:
        self.asked: list[float] = []
        self._failures = failures

    @asynccontextmanager
    async def claim(self, limit: int) -> AsyncIterator[ClaimedBatch]:
        self.asked.append(asyncio.get_running_loop().time())
        if len(self.asked) <= self._failures:
            raise StoreDown
        yield EmptyBatch()

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(0.01)

    async def pending(self) -> int:
        return 0


@pytest.fixture(autouse=True)
def broker_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def connected(url: str, name: str) -> AsyncIterator[None]:
        yield

    async def publisher(connection: None) -> None: ...

    monkeypatch.setattr(relay_module, "connected", connected)
    monkeypatch.setattr(relay_module.ConfirmingPublisher, "open", publisher)


async def run_for(seconds: float, relay: Relay) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    await asyncio.sleep(seconds)
    stop.set()
    await asyncio.wait_for(running, 5)


async def test_a_store_that_stays_away_is_asked_less_and_less_often() -> None:
    store = StoreAway(failures=1_000)
    await run_for(1.0, Relay(store, "amqp://nowhere", "test"))
    assert 2 <= len(store.asked) <= 5


async def test_after_a_success_it_is_quick_again() -> None:
    store = StoreAway(failures=2)
    await run_for(1.0, Relay(store, "amqp://nowhere", "test"))
    assert len(store.asked) > 10
