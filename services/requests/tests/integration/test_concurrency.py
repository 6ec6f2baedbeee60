"""Several officials at once, and the same command more than once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

pytestmark = pytest.mark.integration


async def test_of_two_acceptances_at_once_one_wins_and_the_other_learns_who_did(
    world: Any, draft: dict[str, Any]
) -> None:
    for _ in range(5):
        view = await world.sent(draft)
        path, body = f"/requests/{view['id']}/accept", {"version": view["version"]}
        answers = await asyncio.gather(world.bela.post(path, body), world.bela.post(path, body))
        won, lost = sorted(answers, key=lambda a: a.status_code)
        assert (won.status_code, lost.status_code) == (200, 409)
        assert lost.json()["code"] == "request.version_outdated"
        assert lost.json()["params"]["authority"] == "Magyar Orvosi Kamara"


async def test_without_a_version_the_second_acceptance_is_a_step_no_longer_possible(
    world: Any, draft: dict[str, Any]
) -> None:
    view = await world.sent(draft)
    path = f"/requests/{view['id']}/accept"
    answers = await asyncio.gather(*(world.bela.post(path, {}) for _ in range(4)))
    codes = sorted(answer.json().get("code", "") for answer in answers)
    assert codes == ["", *["request.step_not_possible"] * 3]


async def test_a_command_repeated_under_its_key_has_one_effect_and_one_answer(
    world: Any, draft: dict[str, Any]
) -> None:
    view = await world.sent(draft)
    path, body, key = f"/requests/{view['id']}/accept", {"version": view["version"]}, uuid4().hex
    at_once = await asyncio.gather(*(world.bela.post(path, body, key=key) for _ in range(4)))
    later = await world.bela.post(path, body, key=key)
    answers = [answer.json() for answer in (*at_once, later)]
    assert [a.status_code for a in at_once] == [200] * 4
    assert all(answer == answers[0] for answer in answers)
    assert [step["step"] for step in answers[0]["timeline"]] == ["sent", "accepted"]
    assert await outbox(world, view["id"], "requests.request.accepted.v1") == 1


async def outbox(world: Any, request_id: str, kind: str) -> int:
    query = text(
        "select count(*) from outbox where routing_key = :kind and convert_from(body, 'UTF8') like :request"
    )
    async with world.database.engine.connect() as connection:
        found = await connection.execute(query, {"kind": kind, "request": f"%{request_id}%"})
        return int(found.scalar_one())


async def test_a_key_with_another_body_is_refused(world: Any, draft: dict[str, Any]) -> None:
    view = await world.accepted(draft)
    path, key = f"/requests/{view['id']}/deadline/propose", uuid4().hex
    first = await world.bela.post(path, {"deadline": "2999-01-01"}, key=key)
    other = await world.bela.post(path, {"deadline": "2999-01-02"}, key=key)
    assert (first.status_code, other.status_code) == (200, 409)
    assert other.json()["code"] == "command.key_reused"


async def test_a_command_without_a_key_is_refused(world: Any, draft: dict[str, Any]) -> None:
    view = await world.sent(draft)
    answer = await world.http.post(
        f"/requests/{view['id']}/accept", json={}, headers=world.mint.bearer(world.bela.identity)
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "command.key_missing")


async def test_requests_begun_at_once_get_different_numbers(world: Any) -> None:
    body = {
        "area": "professional-qualifications",
        "responding_authority": str(world.responding),
        "language": "de",
    }
    made = await asyncio.gather(*(world.anna.post("/requests", body) for _ in range(12)))
    assert {answer.status_code for answer in made} == {201}
    assert len({answer.json()["number"] for answer in made}) == 12


async def test_a_refused_command_leaves_nothing_and_its_key_free(world: Any) -> None:
    body = {
        "area": "professional-qualifications",
        "responding_authority": str(world.responding),
        "language": "de",
    }
    created = (await world.anna.post("/requests", body)).json()
    path, key = f"/requests/{created['id']}/send", uuid4().hex
    refused = await world.anna.post(path, {"version": 1}, key=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "request.incomplete")
    again = await world.anna.post(path, {}, key=key)
    assert again.json()["code"] == "request.incomplete"
    assert (await world.anna.get(f"/requests/{created['id']}")).json() == created


async def test_what_is_remembered_under_a_key_holds_no_personal_data(
    world: Any, draft: dict[str, Any]
) -> None:
    await world.accepted(draft)
    async with world.database.engine.connect() as connection:
        rows = (await connection.execute(text("select response::text from remembered_command"))).scalars()
        assert not any("Kov" in row for row in rows)


async def test_the_audit_of_every_request_holds_and_cannot_be_rewritten(
    world: Any, draft: dict[str, Any], answers: list[dict[str, Any]]
) -> None:
    from sqlalchemy.exc import DBAPIError
    from sqlmodel import select

    from imi_requests.adapters.mapping import audit_from
    from imi_requests.adapters.tables import AuditRow
    from imi_requests.domain.audit import broken_link

    view = await world.replied(draft, answers)
    async with world.database.sessions() as session:
        query = select(AuditRow).where(AuditRow.request_id == view["id"]).order_by(text("position"))
        entries = [audit_from(row) for row in await session.exec(query)]
    assert [e.action for e in entries] == ["create", "edit", "send", "accept", "reply"]
    assert broken_link(entries) is None
    async with world.database.engine.begin() as connection:
        with pytest.raises(DBAPIError, match="never changed"):
            await connection.execute(text("update audit set person = 'nobody'"))
