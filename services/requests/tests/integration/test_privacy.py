"""Personal data before acceptance, and requests that are none of one's business: every endpoint."""

from typing import Any
from uuid import uuid4

import pytest

pytestmark = pytest.mark.integration

SECRETS = ("Kov", "Ilona", "1987-05-14", "möchte", "diploma.pdf")
KEY = {"Idempotency-Key": "x"}

# Every endpoint that names a request: method, path below /requests/{id}, body.
ENDPOINTS: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("PUT", "/draft", {"subject": {}}),
    ("POST", "/send", {}),
    ("POST", "/withdraw", {}),
    ("POST", "/accept", {}),
    ("POST", "/deadline/propose", {"deadline": "2999-01-01"}),
    ("POST", "/deadline/agree", {}),
    ("PUT", "/answers", {"answers": []}),
    ("POST", "/reply", {"answers": []}),
    ("POST", "/close", {}),
    ("POST", "/translations", {"language": "fr"}),
    ("POST", "/attachments", None),
    ("GET", "/attachments/{file}", None),
    ("DELETE", "/attachments/{file}", None),
]


async def call(who: Any, method: str, path: str, body: Any) -> Any:
    if path.endswith("/attachments"):
        return await who.attach(path.split("/")[2], b"%PDF-1.7 x")
    return await who.send(method, path, body)


def test_the_list_of_endpoints_is_complete(running: Any) -> None:
    paths = running[0].app.openapi()["paths"]
    published = {
        (method.upper(), path.removeprefix("/requests/{request_id}").replace("{attachment_id}", "{file}"))
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/requests/{request_id}")
    }
    assert {(method, path) for method, path, _ in ENDPOINTS} == published


async def test_before_acceptance_no_endpoint_gives_personal_data_to_the_other_side(
    world: Any, draft: dict[str, Any]
) -> None:
    view = await world.drafted(draft)
    file = (await world.anna.attach(view["id"], b"%PDF-1.7 Kovacs")).json()["id"]
    await world.step(world.anna, view, "send")
    for role in ("request_handler", "viewer", "basic_user"):
        who = world.official(world.responding, "HU", role)
        for method, path, body in ENDPOINTS:
            if path == "/accept":
                continue
            address = f"/requests/{view['id']}{path.format(file=file)}"
            answer = await call(who, method, address, body)
            assert not any(secret in answer.text for secret in SECRETS), (role, method, path)
        for address in ("/requests?box=action", "/requests?box=received", "/requests/counts"):
            answer = await who.get(address)
            assert answer.status_code == 200
            assert not any(secret in answer.text for secret in SECRETS), (role, address)
    assert (await world.bela.get(f"/requests/{view['id']}/attachments/{file}")).status_code == 404


async def test_after_a_withdrawal_it_stays_hidden(world: Any, draft: dict[str, Any]) -> None:
    view = await world.step(world.anna, await world.sent(draft), "withdraw", remark="Irrtum Kovács")
    seen = await world.bela.get(f"/requests/{view['id']}")
    assert seen.json()["status"] == "withdrawn"
    assert not any(secret in seen.text for secret in SECRETS)


@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
async def test_a_stranger_gets_the_answer_of_a_request_that_does_not_exist(
    world: Any, draft: dict[str, Any], method: str, path: str, body: Any
) -> None:
    view = await world.drafted(draft)
    file = (await world.anna.attach(view["id"], b"%PDF-1.7 Kovacs")).json()["id"]
    await world.step(world.anna, view, "send")
    strangers = [
        world.official(world.stranger, "FR"),
        world.official(None, "FR", kind="system"),
        world.official(None, "", kind="administrator"),
        world.official(uuid4(), "HU"),
    ]
    for stranger in strangers:
        there = await call(stranger, method, f"/requests/{view['id']}{path.format(file=file)}", body)
        nowhere = await call(stranger, method, f"/requests/{uuid4()}{path.format(file=file)}", body)
        assert (there.status_code, there.json()["code"]) == (404, "resource.not_found")
        assert blank(there.json()) == blank(nowhere.json())


def blank(problem: dict[str, Any]) -> dict[str, Any]:
    """Without the number of the trace, which differs for any two calls."""
    return {**problem, "trace_id": None}


async def test_a_draft_is_as_good_as_not_there_for_the_authority_it_is_addressed_to(
    world: Any, draft: dict[str, Any]
) -> None:
    view = await world.drafted(draft)
    assert (await world.bela.get(f"/requests/{view['id']}")).status_code == 404
    assert (await world.bela.post(f"/requests/{view['id']}/accept", {})).status_code == 404
    assert (await world.bela.get("/requests?box=received")).json()["total"] == 0


async def test_without_proof_of_identity_nothing_is_answered(world: Any) -> None:
    for path in ("/requests", "/requests/counts", f"/requests/{uuid4()}"):
        answer = await world.http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "identity.missing")


async def test_a_viewer_reads_and_may_not_act(world: Any, draft: dict[str, Any]) -> None:
    view = await world.sent(draft)
    viewer = world.official(world.requesting, "DE", "viewer")
    assert (await viewer.get(f"/requests/{view['id']}")).json()["subject"]["Surname"] == "Kovács"
    answer = await viewer.post(f"/requests/{view['id']}/withdraw", {})
    assert (answer.status_code, answer.json()["code"]) == (403, "identity.forbidden")


async def test_the_states_own_system_sees_and_acts_like_its_authority(
    world: Any, draft: dict[str, Any], answers: list[dict[str, Any]]
) -> None:
    view = await world.sent(draft)
    system = world.official(None, "HU", kind="system", subject="system:hu")
    before = (await system.get(f"/requests/{view['id']}")).json()
    assert (before["side"], before["subject"], before["actions"]) == ("responding", None, ["accept"])
    accepted = await system.post(f"/requests/{view['id']}/accept", {})
    assert accepted.json()["subject"]["Surname"] == "Kovács"
    replied = await system.post(
        f"/requests/{view['id']}/reply", {"answers": answers, "free_text": "Igen", "language": "hu"}
    )
    assert replied.json()["status"] == "information_provided"
    assert (await system.get("/requests?box=received")).json()["total"] >= 1


async def test_events_and_the_outbox_carry_no_content(
    world: Any, draft: dict[str, Any], answers: list[dict[str, Any]]
) -> None:
    from sqlalchemy import text

    view = await world.replied(draft, answers)
    await world.step(world.anna, view, "close", ratings={"timeliness": "positive", "remark": "Kovács"})
    async with world.database.engine.connect() as connection:
        query = text("select convert_from(body, 'UTF8') from outbox where exchange = 'imi.events'")
        bodies = list((await connection.execute(query)).scalars())
    mine = [body for body in bodies if view["id"] in body]
    assert len(mine) == 4
    assert not any(secret in body for body in mine for secret in (*SECRETS, "szájsebész", "anna", "bela"))
