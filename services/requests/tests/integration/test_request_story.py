"""One case from the first draft to the closing, over HTTP and the real stores."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.integration


async def test_a_request_travels_from_draft_to_closed(
    world: Any, draft: dict[str, Any], answers: list[dict[str, Any]], pdf: bytes
) -> None:
    view = await world.drafted(draft)
    assert view["status"] == "draft"
    assert view["number"].startswith("EX-")
    file = (await world.anna.attach(view["id"], pdf, name="Diplom%20Kov%C3%A1cs.pdf")).json()
    assert file["name"] == "Diplom Kovács.pdf"

    view = await world.step(world.anna, view, "send")
    assert view["status"] == "awaiting_acceptance"
    assert view["actions"] == ["withdraw"]

    seen = (await world.bela.get(f"/requests/{view['id']}")).json()
    assert seen["actions"] == ["accept"]
    assert (seen["subject"], seen["subject_hidden"], seen["attachments"]) == (None, True, None)

    view = await world.step(world.bela, view, "accept")
    assert view["subject"]["Surname"] == "Kovács"
    assert view["deadline"]["agreed"] == draft["deadline"]
    got = await world.bela.get(f"/requests/{view['id']}/attachments/{file['id']}")
    assert got.content == pdf
    assert "filename*=UTF-8''Diplom%20Kov%C3%A1cs.pdf" in got.headers["content-disposition"]

    view = await world.step(world.bela, view, "reply", answers=answers, free_text="Üdvözlettel")
    assert view["status"] == "information_provided"
    read = (await world.anna.get(f"/requests/{view['id']}")).json()
    assert {q["question"]: q["answer"]["value"] for q in read["questions"]} == {
        a["question"]: a["value"] for a in answers
    }

    ratings = {"timeliness": "positive", "effort": "neutral", "remark": None}
    view = await world.step(world.anna, read, "close", ratings=ratings)
    assert view["status"] == "closed"
    assert view["ratings"] == ratings
    assert view["actions"] == []
    assert [step["step"] for step in view["timeline"]] == [
        "created",
        "sent",
        "accepted",
        "information_provided",
        "closed",
    ]


async def test_a_character_no_store_takes_is_the_callers_mistake(world: Any, draft: dict[str, Any]) -> None:
    view = await world.drafted(draft)
    for text in ("a\0b", "a\ud800b"):
        answer = await world.anna.send(
            "PUT",
            f"/requests/{view['id']}/draft",
            headers={"Content-Type": "application/json"},
            content=json.dumps({**draft, "free_text": text}),
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "request.malformed")


async def test_everything_missing_is_said_at_once_with_pointers(world: Any) -> None:
    body = {
        "area": "professional-qualifications",
        "responding_authority": str(world.responding),
        "language": "de",
    }
    created = (await world.anna.post("/requests", body)).json()
    refused = (await world.anna.post(f"/requests/{created['id']}/send", {"version": 1})).json()
    assert refused["code"] == "request.incomplete"
    assert refused["title"] == "Something is missing before this request can be sent."
    assert {p["pointer"] for p in refused["params"]["problems"]} >= {
        "/subject/Surname",
        "/questions",
        "/deadline",
        "/legal_basis",
    }
