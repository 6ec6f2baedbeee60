"""Lists and counters on the real database."""

from typing import Any

import pytest
from sqlalchemy import event

pytestmark = pytest.mark.integration


async def rows(who: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await who.get("/requests", **query)).json()["items"]
    return found


async def counts(who: Any) -> dict[str, int]:
    found = (await who.get("/requests/counts")).json()
    return {box: count for box, count in found.items() if count}


async def test_a_request_moves_through_the_boxes_of_both_sides(
    world: Any, draft: dict[str, Any], answers: list[dict[str, Any]]
) -> None:
    view = await world.drafted(draft)
    assert (await counts(world.anna), await counts(world.bela)) == ({"drafts": 1}, {})
    view = await world.step(world.anna, view, "send")
    assert await counts(world.anna) == {"sent": 1}
    assert await counts(world.bela) == {"action": 1, "received": 1}
    view = await world.step(world.bela, view, "accept", deadline="2999-01-31")
    assert await counts(world.anna) == {"action": 1, "sent": 1}
    view = await world.step(world.anna, view, "deadline/agree")
    assert await counts(world.anna) == {"sent": 1}
    view = await world.step(world.bela, view, "reply", answers=answers)
    assert await counts(world.bela) == {"received": 1}
    view = await world.step(world.anna, view, "close")
    assert (await counts(world.anna), await counts(world.bela)) == ({"closed": 1}, {"closed": 1})


async def test_pages_come_newest_first_and_add_up(world: Any, draft: dict[str, Any]) -> None:
    made = [(await world.drafted(draft))["id"] for _ in range(5)]
    pages = [await rows(world.anna, box="drafts", page=page, size=2) for page in (1, 2, 3)]
    assert [row["id"] for page in pages for row in page] == made[::-1]
    first = (await world.anna.get("/requests", box="drafts", size=2)).json()
    assert (first["total"], first["page"], first["size"]) == (5, 1, 2)


async def test_a_row_names_both_authorities_as_the_directory_does(world: Any, draft: dict[str, Any]) -> None:
    await world.sent(draft)
    (row,) = await rows(world.bela, box="received")
    assert row["requesting"]["official_name"] == "Landeszahnärztekammer"
    assert row["responding"]["titles"] == {"en": "Magyar Orvosi Kamara (en)"}
    assert row["needs_action"]


async def test_only_areas_in_which_one_has_a_role_are_listed(world: Any, draft: dict[str, Any]) -> None:
    await world.sent(draft)
    who = world.official(world.responding, "HU")
    who.identity.roles.clear()
    who.identity.roles["posting-of-workers"] = ["request_handler"]
    assert await counts(who) == {}


async def test_a_list_takes_few_statements_however_long_it_is(world: Any, draft: dict[str, Any]) -> None:
    for _ in range(6):
        await world.drafted(draft)
    engine = world.service.app.state.door._works()._database.engine.sync_engine
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert len(await rows(world.anna, box="drafts", size=5)) == 5
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(statements) <= 3, statements


@pytest.mark.parametrize(
    "query", [{"size": 101}, {"size": 0}, {"page": 0}, {"box": "all"}, {"status": "lost"}]
)
async def test_a_list_without_measure_is_refused(world: Any, query: dict[str, Any]) -> None:
    answer = await world.anna.get("/requests", **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.malformed")


async def test_news_of_an_authority_shows_at_once_and_old_news_never(
    world: Any, draft: dict[str, Any]
) -> None:
    view = await world.sent(draft)
    await world.announce(world.requesting, "DE", "Neue Kammer", sequence=5)
    await world.announce(world.requesting, "DE", "Alte Kammer", sequence=4)
    seen = (await world.bela.get(f"/requests/{view['id']}")).json()
    assert seen["requesting"]["official_name"] == "Neue Kammer"
