"""A command with a key: one effect, one answer, however often and however simultaneously it comes."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from imi_contracts.errors import Refused
from imi_kit.sql import SqlUnitOfWork
from imi_kit.sql.once import once

pytestmark = pytest.mark.integration
Factory = Callable[[], SqlUnitOfWork]
BODY = {"version": 1}


async def do(factory: Factory, body: object = BODY, key: str = "k", actor: str = "a") -> dict[str, Any]:
    async with factory() as uow:

        async def work() -> dict[str, Any]:
            connection = await uow.session.connection()
            await connection.execute(text("insert into thing (name) values ('x')"))
            await asyncio.sleep(0.05)
            return {"id": UUID(int=5), "at": datetime(2026, 3, 2, 9, tzinfo=UTC), "n": 1}

        return await once(uow, actor=actor, key=key, body=body, work=work)


async def test_the_second_arrival_gets_the_very_same_answer(unit_of_work: Factory, store: Any) -> None:
    first, second = await do(unit_of_work), await do(unit_of_work)
    assert first == second
    assert await store.count("thing") == 1


async def test_ten_at_the_same_moment_have_one_effect(unit_of_work: Factory, store: Any) -> None:
    answers = await asyncio.gather(*(do(unit_of_work) for _ in range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert await store.count("thing") == 1


async def test_another_body_under_the_same_key_is_refused(unit_of_work: Factory, store: Any) -> None:
    await do(unit_of_work)
    with pytest.raises(Refused, match=r"command\.key_reused"):
        await do(unit_of_work, {"version": 2})
    assert await store.count("thing") == 1


async def test_keys_of_different_actors_do_not_meet(unit_of_work: Factory, store: Any) -> None:
    await do(unit_of_work, actor="a")
    await do(unit_of_work, actor="b")
    assert await store.count("thing") == 2


async def test_a_refused_command_may_be_tried_again_under_its_key(unit_of_work: Factory, store: Any) -> None:
    async def refuse() -> dict[str, Any]:
        raise Refused("identity.forbidden")

    with pytest.raises(Refused):
        async with unit_of_work() as uow:
            await once(uow, actor="a", key="k", body=BODY, work=refuse)
    await do(unit_of_work)
    assert await store.count("thing") == 1
