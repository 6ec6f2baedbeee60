"""The consumer: each message takes effect once, and what cannot be handled ends where an operator sees it."""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from sqlalchemy import text

from imi_contracts.envelope import Envelope
from imi_contracts.events import ScoreboardChanged
from imi_contracts.topology import DEAD_QUEUE
from imi_kit.bus import broker as broker_module
from imi_kit.bus import consumer as consumer_module
from imi_kit.bus.consumer import Consumer, StoreDown
from imi_kit.bus.deadletters import DeadLetter, discard, list_dead, replay
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.bus.reader import Reader
from imi_kit.clock import SystemClock
from imi_kit.sql import Database, SqlUnitOfWork

pytestmark = pytest.mark.integration
QUEUE = "gateway.events"
Factory = Callable[[], SqlUnitOfWork]


async def write_thing(data: ScoreboardChanged, envelope: Envelope, uow: SqlUnitOfWork) -> None:
    connection = await uow.session.connection()
    await connection.execute(text("insert into thing (name) values (:name)"), {"name": data.country})


class Flawed:
    """A handler that fails for Cyprus as often as told, and remembers how often it was asked."""

    def __init__(self, failures: int, error: type[Exception] = ValueError) -> None:
        self.left, self.error, self.asked = failures, error, 0

    async def __call__(self, data: ScoreboardChanged, envelope: Envelope, uow: SqlUnitOfWork) -> None:
        await write_thing(data, envelope, uow)
        if data.country == "CY":
            self.asked += 1
            if self.left:
                self.left -= 1
                raise self.error("not now")


@pytest.fixture
def consumer(broker: Any, unit_of_work: Factory) -> Callable[..., Consumer]:
    def make(handler: Any = write_thing, url: str = broker.url, uow: Factory = unit_of_work) -> Consumer:
        return Consumer(url, QUEUE, Dispatcher(uow, {ScoreboardChanged: handler}))

    return make


@pytest.fixture
def names(store: Any) -> Callable[[], Any]:
    async def read() -> list[str]:
        return [row["name"] for row in await store.connection.fetch("select name from thing")]

    return read


@pytest.fixture
def until(names: Any, eventually: Any) -> Callable[[list[str]], Any]:
    async def wait(wanted: list[str]) -> None:
        async def there() -> bool:
            return sorted(await names()) == sorted(wanted)

        await eventually(there)

    return wait


@pytest.fixture
def until_dead(broker: Any, eventually: Any) -> Callable[[int], Any]:
    async def wait(count: int) -> None:
        async def there() -> bool:
            queue = await broker.channel.declare_queue(DEAD_QUEUE, passive=True)
            return bool(queue.declaration_result.message_count == count)

        await eventually(there)

    return wait


async def test_a_message_that_comes_twice_takes_effect_once(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any
) -> None:
    twice = changed("HU")
    for message in (twice, twice, changed("DE")):
        await broker.publish(message)
    async with running(consumer().run):
        await until(["HU", "DE"])
    assert await broker.bodies() == []


async def test_messages_take_effect_in_their_order(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, names: Any
) -> None:
    wanted = [f"{a}{b}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ"]
    for country in wanted:
        await broker.publish(changed(country))
    async with running(consumer().run):
        await until(wanted)
    assert await names() == wanted


async def test_one_bad_message_harms_no_other_of_its_batch(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, until_dead: Any
) -> None:
    for country in ("AT", "CY", "HU"):
        await broker.publish(changed(country))
    async with running(consumer(Flawed(100)).run):
        await until(["AT", "HU"])
        await until_dead(1)
    (letter,) = await list_dead(broker.url)
    assert (letter.queue, letter.reason) == (QUEUE, "failed 5 times: ValueError")


async def test_a_handler_that_recovers_in_time_buries_nothing(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any
) -> None:
    await broker.publish(changed("CY"))
    async with running(consumer(Flawed(3)).run):
        await until(["CY"])
    assert await list_dead(broker.url) == []


async def test_what_is_no_message_at_all_is_buried_with_the_reason(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, until_dead: Any
) -> None:
    await broker.put(b"\xff not json")
    await broker.publish(changed("HU"))
    async with running(consumer().run):
        await until(["HU"])
        await until_dead(1)
    (letter,) = await list_dead(broker.url)
    assert letter.reason == "not an envelope:  json_invalid"
    assert letter.body == b"\xff not json"


async def test_a_violated_contract_is_buried_without_quoting_the_content(
    broker: Any, consumer: Any, changed: Any, running: Any, until_dead: Any
) -> None:
    await broker.put(changed("HU").body.replace(b'"HU"}', b'"Erika Mustermann"}'))
    async with running(consumer().run):
        await until_dead(1)
    (letter,) = await list_dead(broker.url)
    assert letter.reason == (
        "statistics.scoreboard.changed.v1 violates its contract: country string_pattern_mismatch"
    )


async def test_a_replayed_letter_goes_where_it_was_to_be_handled(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, until_dead: Any
) -> None:
    await broker.publish(changed("CY"))
    async with running(consumer(Flawed(5 + 1)).run):
        await until_dead(1)
    (letter,) = await list_dead(broker.url)
    assert await replay(broker.url, letter.id)
    assert not await replay(broker.url, letter.id)
    async with running(consumer().run):
        await until(["CY"])
    assert await list_dead(broker.url) == []


async def test_a_replayed_letter_keeps_its_message_id_and_headers(
    broker: Any, consumer: Any, running: Any, until_dead: Any
) -> None:
    await broker.put(b"no", message_id="from-hungary-1", headers={"signature": "abc"}, correlation_id="c")
    async with running(consumer().run):
        await until_dead(1)
    (letter,) = await list_dead(broker.url)
    assert await replay(broker.url, letter.id)
    message = await broker.get()
    assert (message.message_id, message.correlation_id, message.body) == ("from-hungary-1", "c", b"no")
    assert message.headers["signature"] == "abc"
    assert not [name for name in message.headers if name.startswith("imi-")]


async def test_a_discarded_letter_is_gone_and_the_others_stay(
    broker: Any, consumer: Any, running: Any, until_dead: Any
) -> None:
    for body in (b"one", b"two"):
        await broker.put(body)
    async with running(consumer().run):
        await until_dead(2)
    first, second = await list_dead(broker.url)
    assert await discard(broker.url, first.id, "a test message")
    assert await list_dead(broker.url) == [second]
    assert not await discard(broker.url, first.id, "again")


async def test_a_letter_that_the_broker_buried_says_so() -> None:
    class Message:
        message_id = "m"
        body = b"{}"
        headers: ClassVar = {"x-first-death-queue": QUEUE, "x-first-death-reason": "delivery_limit"}

    letter = DeadLetter.of(Message())  # type: ignore[arg-type]
    assert (letter.queue, letter.reason) == (QUEUE, "delivery_limit")


async def test_while_the_store_is_away_nothing_is_buried(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, database: Database, wire_to: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(consumer_module, "MAX_BACKOFF_SECONDS", 0.3)
    wire, url = await wire_to(database.url)
    away = Database(url)
    async with running(consumer(uow=lambda: SqlUnitOfWork(away, source="t", clock=SystemClock())).run):
        await broker.publish(changed("AT"))
        await until(["AT"])
        await wire.cut()
        await broker.publish(changed("HU"))
        await asyncio.sleep(2.5)
        await wire.mend()
        await until(["AT", "HU"])
    await away.close()
    assert await list_dead(broker.url) == []


async def test_a_store_that_is_down_is_never_the_fault_of_the_message(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "MAX_BACKOFF_SECONDS", 0.1)
    monkeypatch.setattr(consumer_module, "ATTEMPTS", 2)
    await broker.publish(changed("CY"))
    async with running(consumer(Flawed(8, StoreDown)).run):
        await until(["CY"])


async def test_it_returns_to_the_queue_after_its_connection_broke(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, eventually: Any, wire_to: Any
) -> None:
    wire, url = await wire_to(broker.url)
    reader = consumer(url=url)
    async with running(reader.run):
        await broker.publish(changed("AT"))
        await until(["AT"])
        await wire.cut()
        await eventually(lambda: no_longer(reader))
        await broker.publish(changed("HU"))
        await wire.mend()
        await until(["AT", "HU"])
        assert reader.consuming
    assert not reader.consuming


async def test_it_notices_a_broker_that_fell_silent(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, eventually: Any, wire_to: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(broker_module, "HEARTBEAT_SECONDS", 1)
    wire, url = await wire_to(broker.url)
    reader = consumer(url=url)
    async with running(reader.run):
        await broker.publish(changed("AT"))
        await until(["AT"])
        wire.fall_silent()
        await eventually(lambda: no_longer(reader))
        await wire.cut()
        await wire.mend()
        await broker.publish(changed("HU"))
        await until(["AT", "HU"])


async def no_longer(reader: Consumer) -> bool:
    return not reader.consuming


async def test_it_returns_to_the_queue_after_the_broker_cancelled_it(
    broker: Any, consumer: Any, changed: Any, running: Any, until: Any, eventually: Any
) -> None:
    from imi_contracts.topology import QUEUES
    from imi_kit.bus.declare import declare_topology

    reader = consumer()
    async with running(reader.run):
        await broker.publish(changed("AT"))
        await until(["AT"])
        await (await broker.channel.get_queue(QUEUE)).delete(if_unused=False, if_empty=False)
        await eventually(lambda: no_longer(reader))
        await declare_topology(broker.connection, [q for q in QUEUES if q.name == QUEUE])
        await broker.publish(changed("HU"))
        await until(["AT", "HU"])


async def test_stopping_finishes_the_batch_in_hand(
    broker: Any, consumer: Any, changed: Any, running: Any, eventually: Any, names: Any
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(data: ScoreboardChanged, envelope: Envelope, uow: SqlUnitOfWork) -> None:
        await write_thing(data, envelope, uow)
        begun.set()
        await go_on.wait()

    await broker.publish(changed("HU"))
    async with running(consumer(slow).run) as stop:
        await begun.wait()
        stop.set()
        await asyncio.sleep(0.1)
        go_on.set()
    assert await names() == ["HU"]
    assert await broker.bodies() == []


async def test_a_message_that_kills_its_consumer_takes_no_innocents_with_it(
    broker: Any, changed: Any, until_dead: Any
) -> None:
    for country in ("CY", "AT", "BE", "HU"):
        await broker.publish(changed(country))
    lives, done = 0, set()
    while lives < 20 and not await list_dead(broker.url):
        lives += 1
        async with Reader.open(broker.url, QUEUE, asyncio.Event()) as reader:
            # As SIGKILL would: what is in hand is not acknowledged, what was prefetched behind it neither.
            while batch := await reader.batch(50):
                if any(b'"CY"' in message.body for message in batch):
                    break
                done |= {message.body[-5:-3] for message in batch}
                await batch[-1].ack(multiple=True)
    (letter,) = await list_dead(broker.url)
    assert (letter.queue, letter.reason) == (QUEUE, "delivery_limit")
    assert b'"CY"' in letter.body
    assert done == {b"AT", b"BE", b"HU"}


async def test_who_takes_one_at_a_time_never_lets_go_of_the_queue(
    broker: Any, changed: Any, running: Any, eventually: Any
) -> None:
    for country in ("AT", "BE", "HU"):
        await broker.publish(changed(country))
    in_hand: list[int] = []

    async def handle(messages: Any) -> None:
        queue = await broker.channel.declare_queue(QUEUE, passive=True)
        in_hand.append(3 - len(in_hand) - queue.declaration_result.message_count)

    async with running(Consumer(broker.url, QUEUE, handle, batch=1).run):
        await eventually(lambda: as_many(in_hand, 3))
    assert in_hand == [1, 1, 1]


async def as_many(found: list[int], wanted: int) -> bool:
    return len(found) == wanted


async def test_types_that_a_service_does_not_care_for_are_acknowledged(
    broker: Any, running: Any, eventually: Any, unit_of_work: Factory, changed: Any
) -> None:
    await broker.publish(changed("HU"))
    async with running(Consumer(broker.url, QUEUE, Dispatcher(unit_of_work, {})).run):

        async def empty() -> bool:
            queue = await broker.channel.declare_queue(QUEUE, passive=True)
            return bool(queue.declaration_result.message_count == 0)

        await eventually(empty)
        await asyncio.sleep(0.2)
    assert await broker.bodies() == []
