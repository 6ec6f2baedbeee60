"""A migrated database, the service's transaction, and steps of requests."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from imi_contracts.envelope import Envelope
from imi_contracts.events import RequestStep
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.sql import Database, migrations
from imi_kit.testing import FixedClock, enveloped
from imi_statistics.adapters.facts import SqlWork
from imi_statistics.application import STEPS, take_note
from imi_statistics.bootstrap import MIGRATIONS

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    await asyncio.to_thread(migrations.migrate, database_url, MIGRATIONS)
    found = Database(database_url)
    yield found
    await found.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def work(database: Database, clock: FixedClock) -> Callable[[], SqlWork]:
    return lambda: SqlWork(database, source="statistics", clock=clock)


@pytest.fixture
def dispatcher(work: Callable[[], SqlWork]) -> Dispatcher[SqlWork]:
    return Dispatcher(work, dict.fromkeys(STEPS, take_note))


@dataclass
class Case:
    """One request; every call is its next step, as an envelope."""

    country: str = "HU"
    area: str = "professional-qualifications"
    id: UUID = field(default_factory=uuid4)
    sequence: int = 0
    deadline_agreed: date | None = None

    def step(self, kind: type[RequestStep], at: str, **more: Any) -> Envelope:
        self.sequence += 1
        self.deadline_agreed = more.pop("deadline_agreed", self.deadline_agreed)
        event = kind(
            request_id=self.id,
            number="1",
            area=self.area,
            requesting_authority=UUID(int=1),
            requesting_country="DE",
            responding_authority=UUID(int=2),
            responding_country=self.country,
            status=more.pop("status", "accepted"),
            side="responding",
            happened_at=datetime.fromisoformat(f"{at}+00:00"),
            deadline_agreed=self.deadline_agreed,
            **more,
        )
        return enveloped(event, subject=self.id, sequence=self.sequence)


@pytest.fixture
def case() -> type[Case]:
    return Case
