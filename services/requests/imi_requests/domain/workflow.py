"""Which step may follow which in the life of a request, and whose turn it is: one table, every action a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Action, Role, Side, Status, Step

HANDLER = Role.REQUEST_HANDLER


class Guard(StrEnum):
    """A condition beside status, side and role."""

    PROPOSAL_OF_OTHER_SIDE = "proposal_of_other_side"


@dataclass(frozen=True)
class Row:
    """In `status`, `role` of `side` may do `action`; the request is `then`, and the timeline says `step`."""

    status: Status
    action: Action
    side: Side
    role: Role
    then: Status
    step: Step | None = None
    guard: Guard | None = None


_REQUESTING, _RESPONDING = Side.REQUESTING, Side.RESPONDING
_DRAFT, _WAITING, _ACCEPTED = Status.DRAFT, Status.AWAITING_ACCEPTANCE, Status.ACCEPTED
_PROVIDED, _CLOSED, _WITHDRAWN = Status.INFORMATION_PROVIDED, Status.CLOSED, Status.WITHDRAWN
_OTHER_SIDE = Guard.PROPOSAL_OF_OTHER_SIDE

TABLE: tuple[Row, ...] = (
    Row(_DRAFT, Action.EDIT, _REQUESTING, HANDLER, _DRAFT),
    Row(_DRAFT, Action.SEND, _REQUESTING, HANDLER, _WAITING, Step.SENT),
    Row(_WAITING, Action.WITHDRAW, _REQUESTING, HANDLER, _WITHDRAWN, Step.WITHDRAWN),
    Row(_WAITING, Action.ACCEPT, _RESPONDING, HANDLER, _ACCEPTED, Step.ACCEPTED),
    Row(_ACCEPTED, Action.PROPOSE_DEADLINE, _REQUESTING, HANDLER, _ACCEPTED, Step.DEADLINE_PROPOSED),
    Row(_ACCEPTED, Action.PROPOSE_DEADLINE, _RESPONDING, HANDLER, _ACCEPTED, Step.DEADLINE_PROPOSED),
    Row(_ACCEPTED, Action.AGREE_DEADLINE, _REQUESTING, HANDLER, _ACCEPTED, Step.DEADLINE_AGREED, _OTHER_SIDE),
    Row(_ACCEPTED, Action.AGREE_DEADLINE, _RESPONDING, HANDLER, _ACCEPTED, Step.DEADLINE_AGREED, _OTHER_SIDE),
    Row(_ACCEPTED, Action.SAVE_ANSWERS, _RESPONDING, HANDLER, _ACCEPTED),
    Row(_ACCEPTED, Action.REPLY, _RESPONDING, HANDLER, _PROVIDED, Step.INFORMATION_PROVIDED),
    Row(_PROVIDED, Action.CLOSE, _REQUESTING, HANDLER, _CLOSED, Step.CLOSED),
)

# Who owes the next step: what lies in that side's list "needs my action".
TURN: dict[Status, Side] = {_WAITING: _RESPONDING, _ACCEPTED: _RESPONDING, _PROVIDED: _REQUESTING}


@dataclass(frozen=True)
class Situation:
    """What the table is asked about; `open_proposal` is the side whose deadline proposal waits for an answer."""

    status: Status
    side: Side
    roles: frozenset[str]
    open_proposal: Side | None = None


def decide(action: Action, situation: Situation) -> Row:
    """The row that allows the action, or Refused with the reason a person can act on."""
    of_action = [row for row in TABLE if row.action is action]
    if not any(row.role in situation.roles for row in of_action):
        raise Refused("identity.forbidden")
    rows = [row for row in of_action if row.status is situation.status]
    if not rows:
        raise Refused("request.step_not_possible", action=action.value, status=situation.status.value)
    row = next((row for row in rows if row.side is situation.side), None)
    if row is None:
        raise Refused("request.not_your_turn", action=action.value, status=situation.status.value)
    _check_guard(row, situation)
    return row


def _check_guard(row: Row, situation: Situation) -> None:
    if row.guard is not Guard.PROPOSAL_OF_OTHER_SIDE:
        return
    if situation.open_proposal is None:
        raise Refused("deadline.nothing_to_agree")
    if situation.open_proposal is situation.side:
        raise Refused("deadline.own_proposal")


def possible_actions(situation: Situation) -> list[Action]:
    """Everything that `decide` would allow now, in the order of the table."""
    return [action for action in Action if _allowed(action, situation)]


def _allowed(action: Action, situation: Situation) -> bool:
    try:
        decide(action, situation)
    except Refused:
        return False
    return True


def waiting_for(status: Status, open_proposal: Side | None) -> frozenset[Side]:
    """The sides from which something is expected now."""
    sides: Iterable[Side] = [TURN[status]] if status in TURN else []
    if status is _ACCEPTED and open_proposal is not None:
        sides = [*sides, _RESPONDING if open_proposal is _REQUESTING else _REQUESTING]
    return frozenset(sides)
