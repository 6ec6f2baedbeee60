"""What a member state's own system is promised (design, section 3), over the real broker and real HTTP."""

import asyncio
import hashlib
import json
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jws
from sqlalchemy import text

from imi_contracts.envelope import Envelope
from imi_gateway.application.tokens import ADMINISTRATOR
from imi_kit.bus.deadletters import list_dead
from imi_kit.identity import generate_key
from imi_kit.service import Service
from imi_kit.testing import TokenMint

pytestmark = pytest.mark.integration
WAIT_SECONDS = 15.0


async def test_a_right_command_is_done_and_answered_with_where_the_case_stands(
    systems: Any, requests_server: Any
) -> None:
    case = requests_server.add()
    body = {"request_id": case, "deadline": "2026-12-24"}
    message_id = await systems.send("accept", body)
    receipt = await systems.receipt(message_id)

    assert receipt["outcome"] == "accepted"
    assert receipt["body_sha256"] == hashlib.sha256(json.dumps(body).encode()).hexdigest()
    assert (receipt["message_id"], receipt["country"], receipt["command"]) == (message_id, "HU", "accept")
    assert receipt["result"] == {"id": case, "number": "2026-000001", "status": "accepted", "version": 2}
    assert requests_server.calls[-1] == ("accept", f"ms-hu:{message_id}")


@pytest.mark.parametrize(("command", "body", "path"), [
    ("propose-deadline", {"deadline": "2026-12-24"}, "deadline/propose"),
    ("agree-deadline", {}, "deadline/agree"),
    ("reply", {"answers": [{"question": "q1", "value": True}], "free_text": "Igen.", "language": "hu"}, "reply"),
    ("close", {"timeliness": "positive", "effort": "neutral", "version": 1}, "close"),
])  # fmt: skip
async def test_every_command_goes_the_way_of_the_web_page(
    systems: Any, requests_server: Any, command: Any, body: Any, path: Any
) -> None:
    case = requests_server.add()
    receipt = await systems.ask(command, {"request_id": case, **body})
    assert receipt["outcome"] == "accepted", receipt
    assert requests_server.calls[-1][0] == path


async def test_show_carries_the_case_as_this_state_may_see_it(systems: Any, requests_server: Any) -> None:
    receipt = await systems.ask("show", {"request_id": requests_server.add()})
    assert receipt["result"]["subject"] == {"family_name": "Kovács"}


async def test_the_same_message_again_has_no_second_effect_and_gets_the_same_bytes(
    systems: Any, requests_server: Any
) -> None:
    case = requests_server.add()
    body = {"request_id": case}
    message_id = await systems.send("accept", body)
    first = await systems.next()
    count = len(requests_server.calls)
    for _ in range(2):
        await systems.send("accept", body, message_id=message_id)
        again = await systems.next()
        assert again.body == first.body
        assert again.correlation_id == message_id
    assert len(requests_server.calls) == count


async def test_the_same_message_id_with_other_content_is_refused(systems: Any, requests_server: Any) -> None:
    case = requests_server.add()
    message_id = await systems.send("accept", {"request_id": case})
    await systems.receipt(message_id)
    await systems.send("accept", {"request_id": case, "version": 2}, message_id=message_id)
    refused = await systems.next()
    data = Envelope.from_json(refused.body).data
    assert (data["outcome"], data["code"], data["retryable"]) == (
        "refused",
        "interchange.message_id_reused",
        False,
    )
    await systems.send("accept", {"request_id": case, "version": 2}, message_id=message_id)
    assert (await systems.next()).body == refused.body


async def test_no_flood_of_new_words_under_one_id_is_remembered(
    service: Service, systems: Any, requests_server: Any
) -> None:
    case, same = requests_server.add(), str(uuid4())
    for version in range(1, 12):
        body = {"request_id": case, "version": version}
        receipt = await systems.ask("accept", body, message_id=same)
    assert receipt["code"] == "interchange.message_id_reused"
    async with service.app.state.unit_of_work() as uow:
        connection = await uow.session.connection()
        kept = await connection.execute(
            text("select count(*) from receipt where message_id = :id"), {"id": same}
        )
    assert kept.scalar() == 5


async def test_the_same_message_id_and_body_with_another_command_is_refused(
    systems: Any, requests_server: Any
) -> None:
    body = {"request_id": requests_server.add()}
    message_id = await systems.send("accept", body)
    await systems.receipt(message_id)
    assert (await systems.ask("close", body, message_id=message_id))[
        "code"
    ] == "interchange.message_id_reused"
    assert requests_server.calls[-1][0] == "accept"


async def test_two_states_may_use_the_same_message_id(systems: Any, requests_server: Any) -> None:
    case, same = requests_server.add(), str(uuid4())
    assert (await systems.ask("show", {"request_id": case}, message_id=same))["outcome"] == "accepted"
    german = await systems.ask("show", {"request_id": case}, message_id=same, state="de")
    assert (german["outcome"], german["country"]) == ("accepted", "DE")


async def test_another_states_request_does_not_exist_for_it(systems: Any, requests_server: Any) -> None:
    case = requests_server.add(countries=("DE", "FR"))
    receipt = await systems.ask("accept", {"request_id": case})
    assert (receipt["outcome"], receipt["code"]) == ("refused", "resource.not_found")
    assert requests_server.cases[case]["version"] == 1


@pytest.mark.parametrize(("body", "pointer"), [
    (b"{not json", ""),
    (b"\xff\xfe", ""),
    (b"", ""),
    (b"[]", ""),
    (b'{"request_id": NaN}', ""),
    (b'{"request_id": "1", "request_id": "2"}', ""),
    (b'{"a":' * 5_000, ""),
])  # fmt: skip
async def test_malformed_json_is_refused(systems: Any, body: Any, pointer: Any) -> None:
    receipt = await systems.ask("accept", body)
    assert (receipt["outcome"], receipt["code"]) == ("refused", "interchange.malformed_json")
    assert (receipt["pointer"], receipt["retryable"]) == (pointer, False)
    assert receipt["body_sha256"] == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(("command", "body", "pointer"), [
    ("accept", {}, "/request_id"),
    ("accept", {"request_id": "no-uuid"}, "/request_id"),
    ("accept", {"request_id": str(uuid4()), "deadline": "soon"}, "/deadline"),
    ("accept", {"request_id": str(uuid4()), "version": "1"}, "/version"),
    ("accept", {"request_id": str(uuid4()), "country": "DE"}, "/country"),
    ("reply", {"request_id": str(uuid4()), "answers": [{"value": 1}]}, "/answers/0/question"),
    ("close", {"request_id": str(uuid4()), "effort": "great"}, "/effort"),
])  # fmt: skip
async def test_a_violated_contract_is_refused_with_the_field(
    systems: Any, command: Any, body: Any, pointer: Any
) -> None:
    receipt = await systems.ask(command, body)
    assert (receipt["code"], receipt["pointer"]) == ("interchange.contract_violated", pointer)
    assert receipt["params"]["reason"]


async def test_an_unknown_command_is_refused(systems: Any) -> None:
    receipt = await systems.ask("teleport", {})
    assert (receipt["code"], receipt["command"]) == ("interchange.command_unknown", "teleport")


async def test_an_unknown_code_is_refused_with_the_place_of_the_code(
    systems: Any, requests_server: Any
) -> None:
    answers = [{"question": "no-such", "value": True}]
    receipt = await systems.ask("reply", {"request_id": requests_server.add(), "answers": answers})
    assert (receipt["code"], receipt["pointer"]) == ("question.unknown", "/answers/0/question")
    assert receipt["params"]["question"] == "no-such"


async def test_an_outdated_version_is_refused(systems: Any, requests_server: Any) -> None:
    receipt = await systems.ask("accept", {"request_id": requests_server.add(), "version": 7})
    assert (receipt["code"], receipt["retryable"]) == ("request.version_outdated", False)


async def test_the_country_is_the_senders_whatever_the_routing_key_says(
    systems: Any, requests_server: Any
) -> None:
    case = requests_server.add(countries=("DE", "FR"))
    message_id = await systems.send("accept", {"request_id": case}, key="ms.de.accept")
    receipt = await systems.receipt(message_id, "hu")
    assert receipt["code"] == "interchange.country_mismatch"
    assert requests_server.cases[case]["version"] == 1
    assert await systems.hears_nothing("de")


async def test_a_message_without_sender_is_refused_to_the_state_of_its_routing_key(
    systems: Any, requests_server: Any
) -> None:
    case = requests_server.add()
    message_id = await systems.send("accept", {"request_id": case}, user_id=None)
    assert (await systems.receipt(message_id))["code"] == "interchange.sender_missing"
    # The real sender's message of that name is not hindered by it.
    assert (await systems.ask("accept", {"request_id": case}, message_id=message_id))["outcome"] == "accepted"


@pytest.mark.parametrize("message_id", ["x" * 101, "with blank", "é"])
async def test_a_message_without_usable_id_is_refused(
    systems: Any, requests_server: Any, message_id: Any
) -> None:
    case = requests_server.add()
    await systems.send("accept", {"request_id": case}, message_id=message_id)
    receipt = await systems.receipt(None)
    assert (receipt["code"], receipt["message_id"]) == ("interchange.message_id_missing", "")
    assert requests_server.cases[case]["version"] == 1


async def test_what_nobody_can_be_told_about_becomes_a_dead_letter(systems: Any, vhost: str) -> None:
    marker = f"marker {uuid4()}".encode()
    await systems.send("accept", marker, user_id=None, key="ms.xx.accept")
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        letters = [letter for letter in await list_dead(vhost) if letter.body == marker]
        if letters:
            assert letters[0].queue == "gateway.interchange"
            return
        await asyncio.sleep(0.05)
    raise AssertionError("no dead letter")


async def test_while_the_requests_service_is_away_the_message_waits_and_is_then_done_once(
    systems: Any, requests_server: Any
) -> None:
    case = requests_server.add()
    requests_server.mood = "away"
    message_id = await systems.send("accept", {"request_id": case})
    assert await systems.hears_nothing("hu", 2.0)
    requests_server.mood = "well"
    assert (await systems.receipt(message_id))["outcome"] == "accepted"
    assert requests_server.cases[case]["version"] == 2


async def test_a_malfunction_over_a_message_is_told_and_the_same_message_may_come_again(
    systems: Any, requests_server: Any
) -> None:
    case = requests_server.add()
    requests_server.mood = "broken"
    body = {"request_id": case}
    message_id = await systems.send("accept", body)
    receipt = await systems.receipt(message_id)
    assert (receipt["outcome"], receipt["code"], receipt["retryable"]) == ("refused", "service.failed", True)
    requests_server.mood = "well"
    again = await systems.ask("accept", body, message_id=message_id)
    assert again["outcome"] == "accepted"


async def test_a_registered_key_makes_the_signature_a_duty(
    service: Service, systems: Any, requests_server: Any, mint: TokenMint
) -> None:
    key = generate_key()
    public = {**key.as_dict(private=False), "kid": "fr-1"}
    transport = httpx.ASGITransport(app=service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://imi.test") as http:
        path, headers = "/admin/member-states/FR/keys", mint.bearer(ADMINISTRATOR)
        assert (await http.put(path, json=public, headers=headers)).status_code == 200
        broken = {**public, "x": "AAAA"}
        assert (await http.put(path, json=broken, headers=headers)).status_code == 422

    def signed(command: str, body: bytes, with_key: Any = key) -> dict[str, Any]:
        message_id = str(uuid4())
        said = f"ms.fr.{command}\n{message_id}\n".encode() + body
        whole = jws.serialize_compact({"alg": "Ed25519"}, said, with_key, algorithms=["Ed25519"])
        return {"headers": {"signature": jws.detach_content(whole)}, "message_id": message_id}

    case = requests_server.add(countries=("DE", "FR"))
    body = json.dumps({"request_id": case}).encode()
    right = signed("accept", body)
    other = json.dumps({"request_id": case, "deadline": None}).encode()
    cases: list[tuple[str, bytes, dict[str, Any], str | None]] = [
        ("accept", body, {}, "interchange.signature_missing"),
        ("accept", body, signed("accept", body, generate_key()), "interchange.signature_invalid"),
        ("accept", other, right, "interchange.signature_invalid"),
        ("close", body, right, "interchange.signature_invalid"),
        ("accept", body, right | {"message_id": str(uuid4())}, "interchange.signature_invalid"),
        ("accept", body, {"message_id": right["message_id"]}, "interchange.signature_missing"),
        # What was refused for its signature has not used up the id.
        ("accept", body, right, None),
        ("accept", body, {"message_id": right["message_id"]}, "interchange.signature_missing"),
    ]
    for command, said, properties, code in cases:
        receipt = await systems.ask(command, said, state="fr", **properties)
        assert receipt["code"] == code
    unverifiable = await systems.ask("show", body, headers=right["headers"])
    assert unverifiable["code"] == "interchange.signature_invalid"


async def test_what_is_told_and_what_is_remembered_are_one(
    service: Service, systems: Any, requests_server: Any
) -> None:
    """No receipt without its memory and none twice in the outbox."""
    case = requests_server.add()
    ids = [await systems.send("show", {"request_id": case}) for _ in range(30)]
    told = [(await systems.next()).correlation_id for _ in ids]
    assert told == ids
    async with service.app.state.unit_of_work() as uow:
        connection = await uow.session.connection()
        kept = await connection.execute(
            text("select count(*) from receipt where message_id = any(:ids)"), {"ids": ids}
        )
        left = await connection.execute(text("select count(*) from outbox"))
    assert (kept.scalar(), left.scalar()) == (30, 0)
