"""The unit of work on documents: change, inbox entry and outgoing messages commit together or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from uuid import UUID

import pytest

from imi_contracts.commands import TranslateText
from imi_contracts.envelope import Envelope
from imi_contracts.events import ScoreboardChanged
from imi_kit.bus.consumer import StoreDown
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.clock import SystemClock, new_id
from imi_kit.mongo import Documents, MongoUnitOfWork
from imi_kit.testing import enveloped

pytestmark = pytest.mark.integration
Factory = Callable[[], MongoUnitOfWork]


@pytest.fixture
async def documents(mongo_url: str, mongo_database: str) -> AsyncIterator[Documents]:
    found = Documents(mongo_url, mongo_database)
    await found.create_indexes({"thing": []})
    yield found
    found.close()


@pytest.fixture
def unit_of_work(documents: Documents) -> Factory:
    return lambda: MongoUnitOfWork(documents, source="test", clock=SystemClock())


async def add_thing(uow: MongoUnitOfWork, name: str = "one") -> None:
    await uow.collection("thing").insert_one({"_id": name}, session=uow.session)


async def count(documents: Documents, collection: str) -> int:
    return len(await documents.collection(collection).find({}).to_list(1000))


async def test_a_commit_keeps_the_change_and_its_event(documents: Documents, unit_of_work: Factory) -> None:
    async with unit_of_work() as uow:
        await add_thing(uow)
        uow.publish(ScoreboardChanged(country="HU"), subject="HU", sequence=3)
    assert await count(documents, "thing") == 1
    row = await documents.collection("outbox").find_one({})
    envelope = Envelope.from_json(row["body"])
    assert (envelope.type, envelope.source, envelope.sequence) == (
        "statistics.scoreboard.changed.v1",
        "test",
        3,
    )


async def test_an_error_undoes_the_change_its_event_and_the_inbox_entry(
    documents: Documents, unit_of_work: Factory
) -> None:
    with pytest.raises(ValueError, match="no"):
        async with unit_of_work() as uow:
            await uow.unseen([new_id()])
            await add_thing(uow)
            uow.publish(ScoreboardChanged(country="HU"), subject="HU")
            raise ValueError("no")
    assert [await count(documents, name) for name in ("thing", "outbox", "inbox")] == [0, 0, 0]


async def test_a_command_goes_to_its_queue_with_correlation_and_a_life_span(
    documents: Documents, unit_of_work: Factory
) -> None:
    async with unit_of_work() as uow:
        wish = TranslateText(reference="r", text="Szia", source="hu", target="de")
        uow.send(wish, subject="r", correlation_id="c-1")
    row = await documents.collection("outbox").find_one({})
    assert (row["exchange"], row["routing_key"]) == ("imi.commands", "translation.commands")
    assert (row["correlation_id"], row["expiration_ms"]) == ("c-1", 86_400_000)


async def test_a_message_is_new_only_once(unit_of_work: Factory) -> None:
    message_id = new_id()
    async with unit_of_work() as uow:
        assert await uow.unseen([message_id]) == {message_id}
        assert await uow.unseen([message_id]) == set()
    async with unit_of_work() as uow:
        assert await uow.unseen([message_id]) == set()


async def test_an_undone_message_is_new_again(unit_of_work: Factory) -> None:
    message_id = UUID(int=1)
    with pytest.raises(RuntimeError):
        async with unit_of_work() as uow:
            await uow.unseen([message_id])
            raise RuntimeError
    async with unit_of_work() as uow:
        assert await uow.unseen([message_id]) == {message_id}


async def test_the_same_message_arriving_many_times_at_once_has_one_effect(
    documents: Documents, unit_of_work: Factory
) -> None:
    async def effect(_: object, __: Envelope, uow: MongoUnitOfWork) -> None:
        await add_thing(uow, str(new_id()))

    dispatcher = Dispatcher(unit_of_work, {ScoreboardChanged: effect})
    message = enveloped(ScoreboardChanged(country="HU"))

    async def arrive() -> None:
        while True:
            try:
                return await dispatcher.handle([message])
            except StoreDown:  # another transaction was faster: as the consumer does, again
                await asyncio.sleep(0.01)

    await asyncio.gather(*(arrive() for _ in range(8)))
    assert await count(documents, "thing") == 1


async def test_two_that_change_the_same_document_lose_neither_change(
    documents: Documents, unit_of_work: Factory
) -> None:
    await documents.collection("thing").insert_one({"_id": "counter", "value": 0})

    async def increase() -> None:
        while True:
            try:
                async with unit_of_work() as uow:
                    things = uow.collection("thing")
                    found = await things.find_one({"_id": "counter"}, session=uow.session)
                    change = {"$set": {"value": found["value"] + 1}}
                    await things.update_one({"_id": "counter"}, change, session=uow.session)
            except StoreDown:
                await asyncio.sleep(0.01)
            else:
                return

    await asyncio.gather(*(increase() for _ in range(6)))
    found = await documents.collection("thing").find_one({"_id": "counter"})
    assert found["value"] == 6


async def test_an_unreachable_store_is_said_to_be_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imi_kit.mongo.documents.TIMEOUT_MS", 200)
    nowhere = Documents("mongodb://127.0.0.1:1/?replicaSet=none", "none")
    with pytest.raises(StoreDown):
        async with MongoUnitOfWork(nowhere, source="test", clock=SystemClock()) as uow:
            await add_thing(uow)
    nowhere.close()
