"""Every status, action, side and role: what is allowed, and with which code the rest is refused."""

from itertools import product

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Action, Role, Side, Status
from imi_requests.domain.workflow import TABLE, Situation, decide, possible_actions, waiting_for

REQ, RESP = Side.REQUESTING, Side.RESPONDING

# Written down a second time on purpose: (status, side, open proposal of) -> actions of a request handler.
ALLOWED = {
    (Status.DRAFT, REQ): {Action.EDIT, Action.SEND},
    (Status.AWAITING_ACCEPTANCE, REQ): {Action.WITHDRAW},
    (Status.AWAITING_ACCEPTANCE, RESP): {Action.ACCEPT},
    (Status.ACCEPTED, REQ): {Action.PROPOSE_DEADLINE},
    (Status.ACCEPTED, RESP): {Action.PROPOSE_DEADLINE, Action.SAVE_ANSWERS, Action.REPLY},
    (Status.INFORMATION_PROVIDED, REQ): {Action.CLOSE},
}
THEN = {
    Action.EDIT: Status.DRAFT,
    Action.SEND: Status.AWAITING_ACCEPTANCE,
    Action.WITHDRAW: Status.WITHDRAWN,
    Action.ACCEPT: Status.ACCEPTED,
    Action.PROPOSE_DEADLINE: Status.ACCEPTED,
    Action.AGREE_DEADLINE: Status.ACCEPTED,
    Action.SAVE_ANSWERS: Status.ACCEPTED,
    Action.REPLY: Status.INFORMATION_PROVIDED,
    Action.CLOSE: Status.CLOSED,
}
EVERYTHING = list(product(Status, Side, Role, [None, REQ, RESP]))


def expected(status: Status, side: Side, role: Role, proposal: Side | None) -> set[Action]:
    if role is not Role.REQUEST_HANDLER:
        return set()
    answerable = status is Status.ACCEPTED and proposal is not None and proposal is not side
    return ALLOWED.get((status, side), set()) | ({Action.AGREE_DEADLINE} if answerable else set())


@pytest.mark.parametrize(("status", "side", "role", "proposal"), EVERYTHING)
def test_exactly_the_listed_actions_are_possible(
    status: Status, side: Side, role: Role, proposal: Side | None
) -> None:
    situation = Situation(status, side, frozenset({role}), proposal)
    assert set(possible_actions(situation)) == expected(status, side, role, proposal)


@pytest.mark.parametrize("action", list(Action))
def test_each_action_leads_where_the_flow_says(action: Action) -> None:
    assert {row.then for row in TABLE if row.action is action} == {THEN[action]}


def test_no_two_rows_speak_of_the_same_case() -> None:
    keys = [(row.status, row.action, row.side, row.role) for row in TABLE]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("action", "status", "side", "roles", "proposal", "code"),
    [
        (Action.ACCEPT, Status.AWAITING_ACCEPTANCE, RESP, {"viewer"}, None, "identity.forbidden"),
        (Action.ACCEPT, Status.ACCEPTED, RESP, {"request_handler"}, None, "request.step_not_possible"),
        (Action.ACCEPT, Status.AWAITING_ACCEPTANCE, REQ, {"request_handler"}, None, "request.not_your_turn"),
        (Action.AGREE_DEADLINE, Status.ACCEPTED, REQ, {"request_handler"}, None, "deadline.nothing_to_agree"),
        (Action.AGREE_DEADLINE, Status.ACCEPTED, REQ, {"request_handler"}, REQ, "deadline.own_proposal"),
    ],
)
def test_a_refusal_says_why(
    action: Action, status: Status, side: Side, roles: set[str], proposal: Side | None, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        decide(action, Situation(status, side, frozenset(roles), proposal))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("status", "proposal", "sides"),
    [
        (Status.DRAFT, None, set()),
        (Status.AWAITING_ACCEPTANCE, REQ, {RESP}),
        (Status.ACCEPTED, None, {RESP}),
        (Status.ACCEPTED, RESP, {REQ, RESP}),
        (Status.ACCEPTED, REQ, {RESP}),
        (Status.INFORMATION_PROVIDED, RESP, {REQ}),
        (Status.CLOSED, None, set()),
        (Status.WITHDRAWN, REQ, set()),
    ],
)
def test_the_side_that_owes_the_next_step_is_known(
    status: Status, proposal: Side | None, sides: set[Side]
) -> None:
    assert waiting_for(status, proposal) == sides
