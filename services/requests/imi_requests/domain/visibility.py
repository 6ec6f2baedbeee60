"""Who sees what, when: before acceptance the other side sees no personal data, outsiders see nothing at all.

Source: dossier 3.10; only authorities directly involved have access to the content of an exchange.
"""

from enum import IntEnum

from imi_contracts.vocabularies.enums import Role, Side, Status
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import Request

READERS: frozenset[str] = frozenset({Role.REQUEST_HANDLER, Role.VIEWER})

# Withdrawal happens before acceptance only, so what was hidden then stays hidden.
_UNACCEPTED = frozenset({Status.AWAITING_ACCEPTANCE, Status.WITHDRAWN})


class Sight(IntEnum):
    """How much of a request somebody sees; each value includes the ones before it."""

    NOTHING = 0
    HEADER = 1  # number, authorities, status, dates, timeline
    QUESTIONS = 2  # and the questions, without anything about person or company
    ALL = 3


def side_of(actor: Actor, request: Request) -> Side | None:
    """The side the actor stands on, or None for everybody not involved."""
    if actor.is_system:
        sides = {request.requesting_country: Side.REQUESTING, request.responding_country: Side.RESPONDING}
        return sides.get(actor.country)
    if actor.authority is None:
        return None
    return {request.requesting: Side.REQUESTING, request.responding: Side.RESPONDING}.get(actor.authority)


def sight(status: Status, side: Side | None, roles: frozenset[str]) -> Sight:
    """What somebody with these roles in the request's area, standing on this side, sees."""
    if side is None or not roles:
        return Sight.NOTHING
    if side is Side.RESPONDING and status is Status.DRAFT:
        return Sight.NOTHING
    if not roles & READERS:
        return Sight.HEADER
    if side is Side.RESPONDING and status in _UNACCEPTED:
        return Sight.QUESTIONS
    return Sight.ALL


def sees_answers(status: Status, side: Side) -> bool:
    """Saved answers belong to the responding side alone until it provides the information."""
    return side is Side.RESPONDING or status in {Status.INFORMATION_PROVIDED, Status.CLOSED}
