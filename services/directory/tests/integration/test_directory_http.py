"""Registering and changing over HTTP, with the rights the token gives and the events that leave."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from imi_directory.adapters.directory import Directory

pytestmark = pytest.mark.integration
AREA = "professional-qualifications"
Headers = dict[str, str]


def nimic(country: str = "HU") -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "country": country,
        "kind": "nimic",
        "official_name": f"Coordinator {country}",
        "official_language": "en",
        "titles": {"en": "National coordinator"},
        "areas": {AREA: "coordinator"},
    }


def chamber(coordinator: str, country: str = "HU") -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "country": country,
        "kind": "chamber",
        "official_name": "Magyar Orvosi Kamara",
        "official_language": "hu",
        "titles": {"en": "Chamber of dentists – Hungary", "de": "Zahnärztekammer – Ungarn"},
        "areas": {AREA: "authority"},
        "competences": {"professions": ["dentist"]},
        "languages": ["hu"],
        "coordinators": [
            {"link": "validating", "authority": coordinator},
            {"link": "access", "area": AREA, "authority": coordinator},
            {"link": "request", "area": AREA, "authority": coordinator},
        ],
    }


@pytest.fixture
def post(http: httpx.AsyncClient) -> Callable[..., Any]:
    async def send(path: str, body: dict[str, Any], headers: Headers, key: str = "") -> httpx.Response:
        return await http.post(path, json=body, headers=headers | {"Idempotency-Key": key or str(uuid4())})

    return send


@pytest.fixture
async def registered(post: Callable[..., Any], administrator: Headers) -> tuple[str, str]:
    """Ids of Hungary's coordinator and of its chamber of dentists."""
    coordinator = nimic()
    assert (await post("/authorities", coordinator, administrator)).status_code == 201
    dentists = chamber(coordinator["id"])
    assert (await post("/authorities", dentists, administrator)).status_code == 201
    return coordinator["id"], dentists["id"]


@pytest.fixture
def outbox(directory: Directory) -> Callable[[], Any]:
    """The events that wait for the relay, oldest first."""

    async def read() -> list[dict[str, Any]]:
        async with directory.work() as work:
            connection = await work.session.connection()
            rows = await connection.execute(text("select body from outbox order by position"))
            return [json.loads(row.body) for row in rows]

    return read


async def test_a_registered_authority_is_found_in_the_readers_language(
    http: httpx.AsyncClient, registered: tuple[str, str], administrator: Headers
) -> None:
    answer = await http.get(
        "/authorities", params={"q": "Zahnarzt Ungarn", "lang": "de"}, headers=administrator
    )

    (card,) = answer.json()["items"]
    assert card["id"] == registered[1]
    assert card["official_name"] == "Magyar Orvosi Kamara"
    assert (card["informal_title"], card["informal_title_language"]) == ("Zahnärztekammer – Ungarn", "de")
    assert answer.json()["total"] == 1


async def test_a_record_names_the_coordinators(
    http: httpx.AsyncClient, registered: tuple[str, str], administrator: Headers
) -> None:
    record = (await http.get(f"/authorities/{registered[1]}?lang=fr", headers=administrator)).json()

    assert {link["link"] for link in record["coordinators"]} == {"validating", "access", "request"}
    assert record["coordinators"][0]["authority"]["id"] == registered[0]
    assert record["informal_title_language"] == "en"
    assert record["roles"] == {AREA: "authority"}


async def test_a_registration_tells_the_other_services(
    registered: tuple[str, str], outbox: Callable[[], Any]
) -> None:
    _, event = await outbox()

    assert event["type"] == "directory.authority.registered.v1"
    assert (event["subject"], event["sequence"]) == (registered[1], 1)
    assert event["data"]["titles"]["de"] == "Zahnärztekammer – Ungarn"


async def test_without_a_token_nobody_searches(http: httpx.AsyncClient) -> None:
    answer = await http.get("/authorities")
    assert (answer.status_code, answer.json()["code"]) == (401, "identity.missing")


async def test_the_same_registration_twice_has_one_effect(
    post: Callable[..., Any], administrator: Headers, outbox: Callable[[], Any]
) -> None:
    body = nimic()
    first = await post("/authorities", body, administrator, key="one")
    second = await post("/authorities", body, administrator, key="one")
    other = await post("/authorities", nimic("DE"), administrator, key="one")
    again = await post("/authorities", body, administrator, key="two")

    assert first.json() == second.json()
    assert (other.status_code, other.json()["code"]) == (409, "command.key_reused")
    assert (again.status_code, again.json()["code"]) == (409, "directory.already_registered")
    assert len(await outbox()) == 1


async def test_a_national_coordinator_registers_its_own_state_only(
    registered: tuple[str, str], post: Callable[..., Any], person: Callable[..., Headers]
) -> None:
    administrator = person(UUID(registered[0]), "local_data_administrator")

    own = await post("/authorities", chamber(registered[0]), administrator)
    foreign = await post("/authorities", chamber(registered[0], "DE"), administrator)
    second_nimic = await post("/authorities", nimic(), administrator)

    assert own.status_code == 201
    assert [foreign.status_code, second_nimic.status_code] == [403, 403]


async def test_handlers_register_nothing(
    registered: tuple[str, str], post: Callable[..., Any], person: Callable[..., Headers]
) -> None:
    handler = person(UUID(registered[0]), "request_handler")
    answer = await post("/authorities", chamber(registered[0]), handler)
    assert (answer.status_code, answer.json()["code"]) == (403, "identity.forbidden")


async def test_an_administrator_edits_its_own_authority_but_not_its_official_name(
    http: httpx.AsyncClient, registered: tuple[str, str], person: Callable[..., Headers]
) -> None:
    address, own = f"/authorities/{registered[1]}", person(UUID(registered[1]), "local_data_administrator")

    titles = await http.patch(address, json={"version": 1, "titles": {"hu": "Fogorvosok"}}, headers=own)
    name = await http.patch(address, json={"version": 2, "official_name": "Ours"}, headers=own)
    stale = await http.patch(address, json={"version": 1, "city": "Pécs"}, headers=own)

    assert (titles.status_code, titles.json()["version"]) == (200, 2)
    assert titles.json()["coordinators"], "what is left out stays"
    assert name.status_code == 403
    assert (stale.status_code, stale.json()["code"]) == (409, "directory.version_outdated")


async def test_a_suspended_authority_is_known_but_not_found(
    http: httpx.AsyncClient, registered: tuple[str, str], administrator: Headers
) -> None:
    address = f"/authorities/{registered[1]}"
    await http.patch(address, json={"version": 1, "status": "suspended"}, headers=administrator)

    found = await http.get("/authorities", params={"q": "Zahnarzt", "lang": "de"}, headers=administrator)
    impossible = await http.patch(address, json={"version": 2, "status": "invited"}, headers=administrator)

    assert found.json()["total"] == 0
    assert (await http.get(address, headers=administrator)).json()["status"] == "suspended"
    assert (impossible.status_code, impossible.json()["code"]) == (409, "directory.status_impossible")


async def test_unknown_codes_and_missing_coordinators_are_refused_with_the_field(
    post: Callable[..., Any], administrator: Headers, registered: tuple[str, str]
) -> None:
    unknown = chamber(registered[0]) | {"competences": {"professions": ["wizard"]}}
    alone = chamber(registered[0]) | {"coordinators": []}
    malformed = chamber(registered[0]) | {"country": "Hungary"}

    answers = [await post("/authorities", body, administrator) for body in (unknown, alone, malformed)]

    assert [answer.json()["code"] for answer in answers] == [
        "directory.code_unknown",
        "directory.coordinator_missing",
        "request.malformed",
    ]
    assert [answer.json()["pointer"] for answer in answers] == [
        "/competences/professions",
        "/coordinators",
        "/country",
    ]


async def test_the_first_official_gets_all_rights_and_then_registers_colleagues(
    registered: tuple[str, str],
    post: Callable[..., Any],
    http: httpx.AsyncClient,
    administrator: Headers,
    person: Callable[..., Headers],
    outbox: Callable[[], Any],
) -> None:
    first = {"authority": registered[1], "name": "Anna T.", "email": "anna@example.org", "language": "hu"}
    colleague = first | {"name": "Béla T.", "roles": {AREA: ["basic_user", "viewer"]}}
    own = person(UUID(registered[1]), "local_data_administrator")

    assert (await post("/users", first, administrator)).status_code == 201
    kept = await post("/users", colleague, own)
    listed = (await http.get("/users", params={"authority": registered[1]}, headers=own)).json()
    changed = await http.patch(
        f"/users/{kept.json()['id']}", json={"version": 1, "active": False}, headers=own
    )

    assert kept.json().keys() == {"id", "version"}
    assert listed["total"] == 2
    assert "local_data_administrator" in listed["items"][0]["roles"]["*"]
    assert changed.json()["active"] is False
    types = [event["type"] for event in await outbox()]
    assert types[-3:] == ["directory.user.registered.v1"] * 2 + ["directory.user.changed.v1"]


async def test_officials_are_shown_to_their_administrators_only(
    registered: tuple[str, str], http: httpx.AsyncClient, person: Callable[..., Headers]
) -> None:
    params = {"authority": registered[1]}

    handler = await http.get("/users", params=params, headers=person(UUID(registered[1]), "request_handler"))
    above = await http.get(
        "/users", params=params, headers=person(UUID(registered[0]), "local_data_administrator")
    )

    assert (handler.status_code, above.status_code) == (403, 200)
