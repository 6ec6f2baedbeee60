"""Whoever knocks at a service itself, with whatever token, gets what is due to them and nothing else."""

import json
from typing import Any
from uuid import uuid4

import pytest

from imi_kit.identity import Identity

from .knocking import (
    ADMINISTRATOR,
    AREA,
    Case,
    Doors,
    found,
    person,
    system,
)

pytestmark = pytest.mark.integration

COMMANDS: dict[str, tuple[str, dict[str, Any]]] = {
    "draft": ("PUT", {}),
    "send": ("POST", {}),
    "withdraw": ("POST", {}),
    "accept": ("POST", {}),
    "deadline/propose": ("POST", {"deadline": "2999-12-30"}),
    "deadline/agree": ("POST", {}),
    "answers": ("PUT", {"answers": []}),
    "reply": ("POST", {"answers": []}),
    "close": ("POST", {"ratings": {}}),
    "translations": ("POST", {"language": "fr"}),
}


def everywhere(case: Case, who: Identity | None) -> dict[str, int]:
    """Status of every route of the case."""
    base, file = f"/requests/{case.id}", f"/requests/{case.id}/attachments/{case.attachment}"
    tried = {f"{base}/{name}": how for name, how in COMMANDS.items()}
    tried |= {base: ("GET", {}), file: ("GET", {})}
    statuses = {
        path: case.doors.ask(who, verb, path, body).status_code for path, (verb, body) in tried.items()
    }
    with case.doors.opened("requests", who) as http:
        headers = {"x-file-name": "a.pdf", "content-type": "application/pdf"}
        statuses["upload"] = http.post(
            f"{base}/attachments", content=b"%PDF-1.4", headers=headers
        ).status_code
        statuses["remove"] = http.delete(file).status_code
    return statuses


@pytest.fixture
def outsiders(chambers: dict[str, list[str]]) -> dict[str, Identity]:
    german, hungarian, french = (chambers[country] for country in ("DE", "HU", "FR"))
    return {
        "another authority of the asking state": person(german[1], "DE"),
        "an authority that claims the state": person(str(uuid4()), "HU", {"*": ["request_handler"]}),
        "an authority of a third state": person(french[0], "FR"),
        "a colleague without the area": person(german[0], "DE", {"services": ["request_handler"]}),
        "a colleague without any role": person(hungarian[0], "HU", {}),
        "a third state's system": system("FR"),
        "the administration": ADMINISTRATOR,
    }


def test_for_everybody_else_a_case_does_not_exist(case: Case, outsiders: dict[str, Identity]) -> None:
    case.drafted()
    case.sent()
    for name, who in outsiders.items():
        assert set(everywhere(case, who).values()) == {404}, name
    assert set(everywhere(case, None).values()) == {401}


def test_a_draft_does_not_exist_for_the_authority_it_is_meant_for(case: Case) -> None:
    case.drafted()
    for who in (case.bela, system("HU")):
        assert set(everywhere(case, who).values()) == {404}
        for box in ("action", "received", "sent", "drafts", "closed"):
            assert case.id not in case.doors.ask(who, "GET", f"/requests?box={box}&size=100").text


@pytest.mark.parametrize(
    "role", ["viewer", "basic_user", "allocator", "referral_handler", "local_data_administrator"]
)
def test_only_handlers_act(case: Case, role: str) -> None:
    case.drafted()
    case.sent()
    for side in (case.anna, case.bela):
        who = person(str(side.authority), side.country, {AREA: [role]})
        statuses = everywhere(case, who)
        acted = {path: s for path, s in statuses.items() if s not in {403, 404}}
        assert set(acted) <= {f"/requests/{case.id}", f"/requests/{case.id}/translations"} | {
            f"/requests/{case.id}/attachments/{case.attachment}"
        }
        if role != "viewer":
            assert found(case.words, case.shown_to(who)) == []


def test_before_accepting_nobody_of_the_other_side_reads_a_word(case: Case) -> None:
    case.drafted()
    case.sent()
    for who in (case.bela, system("HU")):
        view = case.shown_to(who)
        assert view["status"] == "awaiting_acceptance"
        assert found(case.words, view) == []
        assert (view["subject"], view["attachments"], view["free_texts"]) == (None, None, [])
        file = f"/requests/{case.id}/attachments/{case.attachment}"
        assert case.doors.ask(who, "GET", file).status_code == 404
        wanted = case.doors.ask(who, "POST", f"/requests/{case.id}/translations", {"language": "hu"})
        assert wanted.status_code == 403


def test_what_was_withdrawn_stays_hidden(case: Case) -> None:
    case.drafted()
    case.sent()
    case.do(case.anna, "POST", f"/{case.id}/withdraw", remark=case.words["Remark"])
    for who in (case.bela, system("HU")):
        assert found(case.words, case.shown_to(who)) == []


def test_answers_are_the_answering_side_s_own_until_it_gives_them(case: Case) -> None:
    case.drafted()
    case.sent()
    case.accepted()
    case.answered("PUT", "answers")
    for who in (case.anna, system("DE")):
        assert not {"Comment", "Answer", "Reply"} & set(found(case.words, case.shown_to(who)))
    case.answered()
    assert {"Comment", "Answer", "Reply"} <= set(found(case.words, case.shown_to(case.anna)))


def test_lists_hold_nothing_of_the_content(case: Case) -> None:
    case.drafted()
    case.sent()
    case.accepted()
    case.answered()
    for who in (case.anna, case.bela, system("DE")):
        for box in ("action", "received", "sent", "drafts", "closed"):
            assert found(case.words, case.doors.ask(who, "GET", f"/requests?box={box}&size=100").text) == []


def test_a_file_is_reached_through_its_own_case_only(case: Case, chambers: dict[str, list[str]]) -> None:
    case.drafted()
    other = Case(case.doors, person(chambers["FR"][0], "FR"), case.bela)
    other.drafted()
    foreign = f"/requests/{other.id}/attachments/{case.attachment}"
    assert case.doors.ask(other.anna, "GET", foreign).status_code == 404
    assert case.doors.ask(other.anna, "DELETE", foreign).status_code == 404
    assert case.doors.ask(case.anna, "GET", f"/requests/{case.id}/attachments/{case.attachment}").is_success


def test_only_those_in_charge_read_and_change_officials(doors: Doors, chambers: dict[str, list[str]]) -> None:
    german, hungarian = chambers["DE"], chambers["HU"][0]
    steward = {"*": ["local_data_administrator"]}
    strangers = [person(german[0], "DE"), person(german[1], "DE", steward), person(hungarian, "HU", steward)]
    strangers += [system("DE"), system("HU")]
    new = {"authority": german[0], "name": "A", "email": "a@b", "language": "de", "roles": {"*": ["viewer"]}}
    for who in strangers:
        assert doors.ask(who, "GET", f"/users?authority={german[0]}", service="directory").status_code == 403
        assert doors.ask(who, "POST", "/users", new, service="directory").status_code == 403
        change = {"version": 1, "titles": {"en": "Mine"}}
        path = f"/authorities/{german[0]}"
        assert doors.ask(who, "PATCH", path, change, service="directory").status_code == 403


def test_notices_mails_and_the_memory_are_for_those_they_belong_to(
    doors: Doors, chambers: dict[str, list[str]]
) -> None:
    anybody = person(chambers["DE"][0], "DE")
    assert doors.ask(anybody, "GET", "/notices", service="notifications").json()["total"] == 0
    foreign = f"/notices/{uuid4()}/read"
    assert doors.ask(anybody, "POST", foreign, service="notifications").status_code == 404
    for who in (anybody, system("DE")):
        assert doors.ask(who, "GET", "/mails", service="notifications").status_code == 403
        entry = {"source": "en", "target": "fr", "source_text": "a b", "target_text": "c d"}
        assert doors.ask(who, "POST", "/memory", entry, service="translation").status_code == 403


@pytest.mark.parametrize("path", ["/admin/accounts", "/admin/member-states/HU/keys"])
def test_nobody_but_the_administration_gives_credentials(doors: Doors, path: str) -> None:
    verb = "PUT" if path.endswith("keys") else "POST"
    for who, status in ((None, 401), (system("HU"), 403), (person(str(uuid4()), "HU"), 403)):
        answer = doors.ask(who, verb, path, [], service="gateway")
        assert answer.status_code == status, json.dumps(answer.json())
