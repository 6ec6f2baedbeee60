"""The unit of work: what happened and what is said about it commit together or not at all."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from imi_contracts.commands import TranslateText
from imi_contracts.envelope import Envelope
from imi_contracts.events import ScoreboardChanged
from imi_kit.bus.consumer import StoreDown
from imi_kit.clock import SystemClock, new_id
from imi_kit.sql import Database, SqlUnitOfWork

pytestmark = pytest.mark.integration
Factory = Callable[[], SqlUnitOfWork]
THING = text("insert into thing (name) values ('one')")


async def test_a_commit_keeps_the_change_and_its_event(unit_of_work: Factory, store: Any) -> None:
    async with unit_of_work() as uow:
        await uow.session.execute(THING)
        uow.publish(ScoreboardChanged(country="HU"), subject="HU", sequence=3)
    assert await store.count("thing") == 1
    envelope = Envelope.from_json(await store.value("select body from outbox"))
    assert (envelope.type, envelope.source, envelope.sequence) == (
        "statistics.scoreboard.changed.v1",
        "test",
        3,
    )


async def test_an_error_undoes_the_change_and_its_event(unit_of_work: Factory, store: Any) -> None:
    with pytest.raises(ValueError, match="no"):
        async with unit_of_work() as uow:
            await uow.session.execute(THING)
            uow.publish(ScoreboardChanged(country="HU"), subject="HU")
            raise ValueError("no")
    assert (await store.count("thing"), await store.count("outbox")) == (0, 0)


async def test_several_events_leave_in_the_order_they_were_published(
    unit_of_work: Factory, store: Any
) -> None:
    async with unit_of_work() as uow:
        for sequence in range(20):
            uow.publish(ScoreboardChanged(country="HU"), subject="HU", sequence=sequence)
    rows = await store.connection.fetch("select body from outbox order by position")
    assert [Envelope.from_json(row["body"]).sequence for row in rows] == list(range(20))


async def test_a_command_goes_to_its_queue_with_correlation_and_a_life_span(
    unit_of_work: Factory, store: Any
) -> None:
    async with unit_of_work() as uow:
        wish = TranslateText(reference="r", text="Szia", source="hu", target="de")
        uow.send(wish, subject="r", correlation_id="c-1")
    row = await store.connection.fetchrow("select * from outbox")
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


async def test_an_unreachable_store_is_said_to_be_down() -> None:
    nowhere = Database("postgresql+asyncpg://a:b@127.0.0.1:1/c")
    with pytest.raises(StoreDown):
        async with SqlUnitOfWork(nowhere, source="test", clock=SystemClock()):
            pass


async def test_a_connection_killed_in_the_middle_is_a_store_that_is_down(
    unit_of_work: Factory, store: Any
) -> None:
    with pytest.raises(StoreDown):
        async with unit_of_work() as uow:
            await uow.session.execute(THING)
            pid = (await uow.session.execute(text("select pg_backend_pid()"))).scalar_one()
            await store.value("select pg_terminate_backend($1, 5000)", pid)
            await uow.session.execute(THING)
    async with unit_of_work() as uow:
        await uow.session.execute(THING)
    assert await store.count("thing") == 1


async def test_a_connection_killed_before_the_commit_is_a_store_that_is_down(
    unit_of_work: Factory, store: Any
) -> None:
    with pytest.raises(StoreDown):
        async with unit_of_work() as uow:
            uow.publish(ScoreboardChanged(country="HU"), subject="HU")
            pid = (await uow.session.execute(text("select pg_backend_pid()"))).scalar_one()
            await store.value("select pg_terminate_backend($1, 5000)", pid)
    assert await store.count("outbox") == 0
