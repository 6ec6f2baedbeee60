"""Who sees what, when: every status, side and role."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import uuid4

import pytest

from imi_contracts.vocabularies.enums import Role, Side, Status
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import Request
from imi_requests.domain.visibility import Sight, sees_answers, side_of, sight

READERS = {Role.REQUEST_HANDLER, Role.VIEWER}


def expected(status: Status, side: Side, role: Role) -> Sight:
    match (status, side):
        case (Status.DRAFT, Side.RESPONDING):
            return Sight.NOTHING
        case _ if role not in READERS:
            return Sight.HEADER
        case (Status.AWAITING_ACCEPTANCE | Status.WITHDRAWN, Side.RESPONDING):
            return Sight.QUESTIONS
        case _:
            return Sight.ALL


@pytest.mark.parametrize(("status", "side", "role"), list(product(Status, Side, Role)))
def test_sight_follows_status_side_and_role(status: Status, side: Side, role: Role) -> None:
    assert sight(status, side, frozenset({role})) is expected(status, side, role)


@pytest.mark.parametrize(("status", "role"), list(product(Status, Role)))
def test_whoever_stands_on_no_side_sees_nothing(status: Status, role: Role) -> None:
    assert sight(status, None, frozenset({role})) is Sight.NOTHING


@pytest.mark.parametrize(("status", "side"), list(product(Status, Side)))
def test_without_a_role_in_the_area_nothing_is_seen(status: Status, side: Side) -> None:
    assert sight(status, side, frozenset()) is Sight.NOTHING


@pytest.mark.parametrize(("status", "side"), list(product(Status, Side)))
def test_saved_answers_stay_with_the_responding_side_until_the_reply(status: Status, side: Side) -> None:
    handed_over = status in {Status.INFORMATION_PROVIDED, Status.CLOSED}
    assert sees_answers(status, side) is (side is Side.RESPONDING or handed_over)


@pytest.fixture
def request_() -> Request:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return Request(uuid4(), "EX-2026-000001", "pq", 1, "information", "de", uuid4(), "DE", uuid4(), "HU", now)


def test_a_person_stands_where_the_authority_stands(request_: Request) -> None:
    actor = Actor("a", "DE", request_.requesting)
    assert side_of(actor, request_) is Side.REQUESTING
    assert side_of(replace(actor, authority=request_.responding), request_) is Side.RESPONDING
    assert side_of(replace(actor, authority=uuid4()), request_) is None
    assert side_of(replace(actor, authority=None), request_) is None


def test_a_system_stands_where_its_country_stands(request_: Request) -> None:
    assert side_of(Actor("system:hu", "HU", is_system=True), request_) is Side.RESPONDING
    assert side_of(Actor("system:de", "DE", is_system=True), request_) is Side.REQUESTING
    assert side_of(Actor("system:fr", "FR", is_system=True), request_) is None


def test_roles_in_one_area_count_only_there() -> None:
    actor = Actor("a", "DE", uuid4(), roles={"pq": ["request_handler"], "posting": []})
    assert actor.roles_in("pq") == {"request_handler"}
    assert actor.roles_in("services") == frozenset()
    assert actor.areas() == frozenset({"pq"})
    assert Actor("b", "DE", roles={"*": ["viewer"]}).areas() is None
