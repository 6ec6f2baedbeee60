"""Old inbox entries and answers are forgotten, young ones stay; a store that is away is no reason to die."""

import asyncio
from typing import Any

import pytest

from imi_kit.sql import Database
from imi_kit.sql.housekeeping import Housekeeping

pytestmark = pytest.mark.integration


async def test_a_month_is_remembered_and_no_longer(database: Database, store: Any) -> None:
    await store.connection.execute(
        "insert into inbox (message_id, handled_at) select gen_random_uuid(), now() - n * interval '29 days'"
        " from generate_series(0, 3) n"
    )
    await store.connection.execute(
        "insert into remembered_command (actor, key, body_sha256, created_at)"
        " select 'a', n, '', now() - n * interval '29 days' from generate_series(0, 3) n"
    )
    await Housekeeping(database).tidy()
    assert (await store.count("inbox"), await store.count("remembered_command")) == (2, 2)


async def test_it_waits_for_a_store_that_is_away(running: Any) -> None:
    away = Database("postgresql+asyncpg://a:b@127.0.0.1:1/c")
    async with running(Housekeeping(away).run):
        await asyncio.sleep(0.2)
    await away.close()
