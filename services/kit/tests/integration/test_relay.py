"""The relay: every committed message reaches the broker, in order, whatever dies in between."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from imi_contracts.envelope import Envelope
from imi_contracts.events import ScoreboardChanged
from imi_kit.bus import relay as relay_module
from imi_kit.bus.broker import ConfirmingPublisher
from imi_kit.bus.message import OutgoingMessage
from imi_kit.bus.relay import Relay
from imi_kit.sql import Database, SqlUnitOfWork
from imi_kit.sql.outbox import SqlOutbox

pytestmark = pytest.mark.integration
Factory = Callable[[], SqlUnitOfWork]


async def put(unit_of_work: Factory, count: int, first: int = 0) -> None:
    async with unit_of_work() as uow:
        for sequence in range(first, first + count):
            uow.publish(ScoreboardChanged(country="HU"), subject="HU", sequence=sequence)


def sequences(bodies: list[bytes]) -> list[int]:
    return [Envelope.from_json(body).sequence for body in bodies]


@pytest.fixture
async def outbox(database: Database) -> Any:
    found = SqlOutbox(database.asyncpg_dsn)
    yield found
    await found.close()


async def test_it_publishes_in_order_and_forgets_what_was_confirmed(
    unit_of_work: Factory, outbox: SqlOutbox, broker: Any, store: Any, running: Any, eventually: Any
) -> None:
    await put(unit_of_work, 450)
    async with running(Relay(outbox, broker.url, "test").run):
        await eventually(lambda: none_left(store))
    assert sequences(await broker.bodies()) == list(range(450))


async def none_left(store: Any) -> bool:
    return bool(await store.count("outbox") == 0)


async def test_a_commit_wakes_it_long_before_the_poll(
    unit_of_work: Factory, outbox: SqlOutbox, broker: Any, store: Any, running: Any, eventually: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(relay_module, "POLL_SECONDS", 60.0)
    relay = Relay(outbox, broker.url, "test")
    async with running(relay.run) as stop:
        await put(unit_of_work, 1)
        await eventually(lambda: none_left(store))
        await asyncio.sleep(0.2)
        begun = asyncio.get_running_loop().time()
        await put(unit_of_work, 1)
        await eventually(lambda: none_left(store))
        assert asyncio.get_running_loop().time() - begun < 1.0
        stop.set()
        await put(unit_of_work, 1)


async def test_dying_between_confirm_and_delete_publishes_twice_with_the_same_id(
    unit_of_work: Factory, outbox: SqlOutbox, broker: Any, store: Any, running: Any, eventually: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await put(unit_of_work, 3)
    publisher = await ConfirmingPublisher.open(broker.connection)
    with pytest.raises(ConnectionResetError):
        async with outbox.claim(10) as batch:
            assert await publisher.publish_all(batch.messages) == [None] * 3
            raise ConnectionResetError
    assert await store.count("outbox") == 3
    async with running(Relay(outbox, broker.url, "test").run):
        await eventually(lambda: none_left(store))
    ids = [Envelope.from_json(body).id for body in await broker.bodies()]
    assert len(ids) == 6
    assert ids[:3] == ids[3:]


async def test_the_inbox_drops_what_was_published_twice(
    unit_of_work: Factory, outbox: SqlOutbox, broker: Any
) -> None:
    await put(unit_of_work, 1)
    publisher = await ConfirmingPublisher.open(broker.connection)
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            async with outbox.claim(10) as batch:
                await publisher.publish_all(batch.messages)
                raise ConnectionResetError
    first, second = [Envelope.from_json(body) for body in await broker.bodies()]
    async with unit_of_work() as uow:
        assert await uow.unseen([first.id]) == {first.id}
    async with unit_of_work() as uow:
        assert await uow.unseen([second.id]) == set()


async def test_a_broker_that_goes_and_comes_back_gets_everything(
    unit_of_work: Factory, outbox: SqlOutbox, broker: Any, store: Any, running: Any, eventually: Any, wire_to: Any
) -> None:  # fmt: skip
    wire, url = await wire_to(broker.url)
    relay = Relay(outbox, url, "test")
    async with running(relay.run):
        await put(unit_of_work, 5)
        await eventually(lambda: none_left(store))
        await wire.cut()
        await put(unit_of_work, 5, first=5)
        await eventually(lambda: is_false(relay))
        await asyncio.sleep(0.3)
        assert await store.count("outbox") == 5
        await wire.mend()
        await eventually(lambda: none_left(store))
    assert sequences(await broker.bodies()) == list(range(10))


async def is_false(relay: Relay) -> bool:
    return not relay.connected


async def test_a_store_that_goes_and_comes_back_is_emptied_further(
    unit_of_work: Factory, database: Database, broker: Any, store: Any, running: Any, eventually: Any, wire_to: Any
) -> None:  # fmt: skip
    wire, dsn = await wire_to(database.asyncpg_dsn)
    outbox = SqlOutbox(dsn)
    async with running(Relay(outbox, broker.url, "test").run):
        await put(unit_of_work, 2)
        await eventually(lambda: none_left(store))
        await wire.cut()
        await put(unit_of_work, 2, first=2)
        await asyncio.sleep(0.3)
        await wire.mend()
        await eventually(lambda: none_left(store))
    await outbox.close()
    assert sequences(await broker.bodies()) == [0, 1, 2, 3]


async def test_two_relays_share_the_work_without_repeating_it(
    unit_of_work: Factory, outbox: SqlOutbox, database: Database, broker: Any, store: Any, running: Any,
    eventually: Any,
) -> None:  # fmt: skip
    await put(unit_of_work, 1000)
    other = SqlOutbox(database.asyncpg_dsn)
    one, two = Relay(outbox, broker.url, "one"), Relay(other, broker.url, "two")
    async with running(one.run), running(two.run):
        await eventually(lambda: none_left(store))
    await other.close()
    assert sorted(sequences(await broker.bodies())) == list(range(1000))


async def test_a_refused_message_stays_with_its_reason_and_holds_nobody_up(
    unit_of_work: Factory, outbox: SqlOutbox, broker: Any, store: Any, running: Any, eventually: Any,
    misaddressed: OutgoingMessage,
) -> None:  # fmt: skip
    async with unit_of_work() as uow:
        uow.deliver(misaddressed)
        uow.publish(ScoreboardChanged(country="HU"), subject="HU")
    async with running(Relay(outbox, broker.url, "test").run):
        await eventually(lambda: one_left(store))
        await eventually(lambda: tried_twice(store))
    assert len(await broker.bodies()) == 1
    assert await store.value("select last_error from outbox") == "PublishError"


async def one_left(store: Any) -> bool:
    return bool(await store.count("outbox") == 1)


async def tried_twice(store: Any) -> bool:
    return bool(await store.value("select attempts from outbox") >= 2)


async def test_a_message_that_breaks_the_channel_harms_no_other(
    unit_of_work: Factory, outbox: SqlOutbox, broker: Any, store: Any, running: Any, eventually: Any
) -> None:
    async with unit_of_work() as uow:
        uow.deliver(OutgoingMessage(broker_id(), "no.such.exchange", "x", b"{}"))
        for country in ("AT", "BE", "BG"):
            uow.publish(ScoreboardChanged(country=country), subject=country)
    async with running(Relay(outbox, broker.url, "test").run):
        await eventually(lambda: one_left(store))
    assert await store.value("select exchange from outbox") == "no.such.exchange"
    assert await store.value("select last_error from outbox")


def broker_id() -> Any:
    from imi_kit.clock import new_id

    return new_id()


async def test_its_claim_ends_with_its_connection(unit_of_work: Factory, database: Database) -> None:
    await put(unit_of_work, 1)
    dying = await asyncpg.connect(database.asyncpg_dsn)
    transaction = dying.transaction()
    await transaction.start()
    await dying.fetch("select * from outbox for update skip locked")
    outbox = SqlOutbox(database.asyncpg_dsn)
    async with outbox.claim(10) as batch:
        assert not batch.messages
    dying.terminate()
    await asyncio.sleep(0.2)
    async with outbox.claim(10) as batch:
        assert len(batch.messages) == 1
    await outbox.close()
