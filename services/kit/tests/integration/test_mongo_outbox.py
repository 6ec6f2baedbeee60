"""The relay on documents: it empties the outbox, shares it with others, and a dead one gives its lease back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from imi_contracts.envelope import Envelope
from imi_contracts.events import ScoreboardChanged
from imi_kit.bus import relay as relay_module
from imi_kit.bus.message import OutgoingMessage
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.mongo import Documents, MongoOutbox, MongoUnitOfWork

pytestmark = pytest.mark.integration
Factory = Callable[[], MongoUnitOfWork]


@pytest.fixture
async def documents(mongo_url: str, mongo_database: str) -> AsyncIterator[Documents]:
    found = Documents(mongo_url, mongo_database)
    await found.create_indexes({})
    yield found
    found.close()


@pytest.fixture
def outbox(documents: Documents) -> MongoOutbox:
    return MongoOutbox(documents)


@pytest.fixture
def unit_of_work(documents: Documents, outbox: MongoOutbox) -> Factory:
    return lambda: MongoUnitOfWork(documents, source="test", clock=SystemClock(), outbox=outbox)


async def put(unit_of_work: Factory, count: int) -> None:
    async with unit_of_work() as uow:
        for sequence in range(count):
            uow.publish(ScoreboardChanged(country="HU"), subject="HU", sequence=sequence)


def sequences(bodies: list[bytes]) -> list[int]:
    return [Envelope.from_json(body).sequence for body in bodies]


def empty(outbox: MongoOutbox) -> Callable[[], Any]:
    async def check() -> bool:
        return await outbox.pending() == 0

    return check


async def test_it_publishes_in_order_and_forgets_what_was_confirmed(
    unit_of_work: Factory, outbox: MongoOutbox, broker: Any, running: Any, eventually: Any
) -> None:
    await put(unit_of_work, 250)
    async with running(Relay(outbox, broker.url, "test").run):
        await eventually(empty(outbox))
    assert sequences(await broker.bodies()) == list(range(250))


async def test_a_commit_wakes_it_long_before_the_poll(
    unit_of_work: Factory, outbox: MongoOutbox, broker: Any, running: Any, eventually: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(relay_module, "POLL_SECONDS", 60.0)
    relay = Relay(outbox, broker.url, "test")
    async with running(relay.run) as stop:
        await asyncio.sleep(0.3)
        begun = asyncio.get_running_loop().time()
        await put(unit_of_work, 1)
        await eventually(empty(outbox))
        assert asyncio.get_running_loop().time() - begun < 1.0
        stop.set()
        await put(unit_of_work, 1)


async def test_what_one_relay_holds_no_other_sees(unit_of_work: Factory, documents: Documents) -> None:
    await put(unit_of_work, 5)
    async with MongoOutbox(documents).claim(3) as one, MongoOutbox(documents).claim(10) as two:
        assert [len(one.messages), len(two.messages)] == [3, 2]
        assert not {m.id for m in one.messages} & {m.id for m in two.messages}


async def test_relays_that_claim_at_the_same_moment_share_without_repeating(
    unit_of_work: Factory, documents: Documents
) -> None:
    await put(unit_of_work, 60)
    held: list[OutgoingMessage] = []

    async def hold() -> None:
        async with MongoOutbox(documents).claim(60) as batch:
            held.extend(batch.messages)
            await asyncio.sleep(0.3)

    await asyncio.gather(*(hold() for _ in range(4)))
    assert len({message.id for message in held}) == len(held) == 60


async def test_an_interrupted_claim_gives_its_messages_back_at_once(
    unit_of_work: Factory, outbox: MongoOutbox
) -> None:
    await put(unit_of_work, 2)
    with pytest.raises(ConnectionResetError):
        async with outbox.claim(10):
            raise ConnectionResetError
    async with outbox.claim(10) as batch:
        assert len(batch.messages) == 2


async def test_a_lease_nobody_gave_back_runs_out(unit_of_work: Factory, documents: Documents) -> None:
    await put(unit_of_work, 1)
    dying = MongoOutbox(documents, lease_seconds=0.5).claim(10)
    batch = await dying.__aenter__()  # and the process dies here
    assert len(batch.messages) == 1
    async with MongoOutbox(documents).claim(10) as early:
        assert not early.messages
    await asyncio.sleep(0.6)
    async with MongoOutbox(documents).claim(10) as late:
        assert [m.id for m in late.messages] == [m.id for m in batch.messages]


async def test_a_refused_message_stays_with_its_reason_and_holds_nobody_up(
    unit_of_work: Factory, outbox: MongoOutbox, documents: Documents, broker: Any, running: Any,
    eventually: Any, misaddressed: OutgoingMessage,
) -> None:  # fmt: skip
    async with unit_of_work() as uow:
        uow.deliver(misaddressed)
        uow.publish(ScoreboardChanged(country="HU"), subject="HU")

    async def only_the_refused_is_left() -> bool:
        rows = await documents.collection("outbox").find({}).to_list(10)
        return len(rows) == 1 and rows[0].get("attempts") == 1

    async with running(Relay(outbox, broker.url, "test").run):
        await eventually(only_the_refused_is_left)
    assert len(await broker.bodies()) == 1
    row = await documents.collection("outbox").find_one({})
    assert row["last_error"]
