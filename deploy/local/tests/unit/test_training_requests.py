"""The dozen requests: every state, and nothing that the area would not accept."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from imi_contracts.areas import (
    PublishedAreas,
    load_areas,
    validate_question,
    validate_reply,
    validate_subject,
)
from imi_contracts.catalogue import contracts_root
from imi_contracts.vocabularies import Status, load_vocabularies
from imi_kit.identity import Identity
from imi_local.training import model
from imi_local.training.authorities import sites
from imi_local.training.diploma import diploma
from imi_local.training.exchanges import Exchange, exchanges
from imi_local.training.people import Official, officials

AFTER = {
    "send": "awaiting_acceptance",
    "withdraw": "withdrawn",
    "accept": "accepted",
    "reply": "information_provided",
    "close": "closed",
}


@dataclass
class _Requests:
    """Stands in for the requests service: remembers who called what, and knows the order of the flow."""

    called: list[tuple[str, str]] = field(default_factory=list)
    view: dict[str, Any] = field(
        default_factory=lambda: {"id": "1", "status": "draft", "version": 1, "questions": []}
    )

    def as_(self, identity: Identity) -> "_Door":
        return _Door(self, identity.name)


@dataclass
class _Door:
    requests: _Requests
    name: str

    async def get(self, path: str) -> dict[str, Any]:
        return dict(self.requests.view)

    async def call(self, method: str, path: str, *, key: str = "", **content: Any) -> dict[str, Any]:
        step = path.rpartition("/")[2]
        self.requests.called.append((self.name, step))
        view = self.requests.view
        if step == "draft":
            view["questions"] = content["json"]["questions"]
        view |= {"status": AFTER.get(step, view["status"]), "version": view["version"] + 1}
        return dict(view)


@pytest.fixture(scope="module")
def areas() -> PublishedAreas:
    return load_areas(contracts_root() / "areas", load_vocabularies(contracts_root() / "vocabularies"))


@pytest.fixture(scope="module")
def cast() -> dict[str, Official]:
    found = sites(load_vocabularies(contracts_root() / "vocabularies"))
    return {official.username: official for official in officials({site.key: site for site in found})}


@pytest.fixture
def service() -> _Requests:
    return _Requests()


@pytest.fixture
def planned(cast: dict[str, Official], service: _Requests) -> list[Exchange]:
    return exchanges(model.scenarios(), cast, service.as_)


def test_every_state_of_the_flow_occurs_and_a_date_is_countered() -> None:
    states = Counter(scenario.until for scenario in model.scenarios())

    assert states.keys() == {status.value for status in Status}
    assert states.total() >= 12
    assert any(scenario.counter_days for scenario in model.scenarios())
    assert all(scenario.ratings for scenario in model.scenarios() if scenario.until == "closed")


def test_all_are_between_people_of_different_states_who_handle_requests(planned: list[Exchange]) -> None:
    for exchange in planned:
        assert exchange.sender.site.country != exchange.receiver.site.country
        assert "request_handler" in exchange.sender.roles
        assert "request_handler" in exchange.receiver.roles


def test_every_area_has_a_request(areas: PublishedAreas) -> None:
    assert {scenario.area for scenario in model.scenarios()} == set(areas)


def test_the_area_accepts_every_draft_and_every_reply(areas: PublishedAreas, planned: list[Exchange]) -> None:
    for exchange in planned:
        scenario = exchange.scenario
        area = areas[scenario.area]
        kind = area.kind(scenario.kind)
        assert kind is not None, scenario.id
        assert validate_subject(area, exchange._subject(), kind=kind.id) == [], scenario.id
        assert scenario.legal_basis in area.legal_bases
        for question, given in scenario.questions.items():
            attached = {"Attachment": "file"} if scenario.diploma and given else {}
            assert validate_question(area, question, given | attached, kind=kind.id) == [], scenario.id
        if scenario.reply:
            assert validate_reply(area, list(scenario.questions), scenario.reply.answers) == [], scenario.id


async def test_each_side_takes_its_own_steps(service: _Requests, planned: list[Exchange]) -> None:
    closed = next(exchange for exchange in planned if exchange.scenario.id == "closed-de-hu")

    await closed.run()

    sender, receiver = "Anna T.", "Dóra T."
    assert service.called == [
        (sender, "requests"),
        (sender, "draft"),
        (sender, "send"),
        (receiver, "accept"),
        (receiver, "reply"),
        (sender, "close"),
    ]


async def test_a_second_time_nothing_more_happens(service: _Requests, planned: list[Exchange]) -> None:
    exchange = next(exchange for exchange in planned if exchange.scenario.id == "provided-de-hu")
    await exchange.run()
    service.called.clear()

    await exchange.run()

    assert [step for _, step in service.called] == ["requests"]


def test_the_diploma_is_a_pdf_with_a_right_table_of_contents() -> None:
    file = diploma("Test Person 01")

    assert file.startswith(b"%PDF-1.4")
    start = int(file.rsplit(b"startxref\n", 1)[1].split()[0])
    assert file[start:].startswith(b"xref")
    for number, line in enumerate(file[start:].split(b"\n")[3:8], 1):
        assert file[int(line[:10]) :].startswith(b"%d 0 obj" % number)
