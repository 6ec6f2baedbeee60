"""What the gateway does with the facts of other services: copy users, refresh open pages, inform states."""

from collections.abc import Mapping
from typing import Any

from imi_contracts.envelope import Envelope
from imi_contracts.events import (
    DeadlineAgreed,
    DeadlineProposed,
    NoticeCreated,
    RequestAccepted,
    RequestClosed,
    RequestReplied,
    RequestSent,
    RequestStep,
    RequestWithdrawn,
    ScoreboardChanged,
    TextTranslated,
    UserChanged,
    UserRegistered,
)
from imi_contracts.messages import Message
from imi_contracts.topology import MEMBER_STATES_EXCHANGE, member_state_queue
from imi_gateway.application.ports import GatewayUnitOfWork, User
from imi_gateway.domain.changes import NOTICES, REQUESTS, STATISTICS, Change, request_changed
from imi_kit.bus.dispatch import Handler
from imi_kit.bus.message import OutgoingMessage
from imi_kit.clock import new_id


async def copy_user(data: UserRegistered | UserChanged, envelope: Envelope, uow: GatewayUnitOfWork) -> None:
    """Keep the newest version; who is no longer active is out at once."""
    user = User(
        data.user_id,
        data.name,
        data.language,
        data.authority_id,
        data.country,
        {area: list(roles) for area, roles in data.roles.items()},
        data.active,
    )
    if await uow.people.put(user, envelope.sequence) and not user.active:
        await uow.sessions.remove_of_user(user.user_id)
        await uow.announce(Change.end_of_user(user.user_id))


async def pass_on_request(
    data: RequestStep | TextTranslated, envelope: Envelope, uow: GatewayUnitOfWork
) -> None:
    """Both sides' open pages, and both states' own systems."""
    for authority in {data.requesting_authority, data.responding_authority}:
        await uow.announce(Change.of_authority(request_changed(data.request_id), authority))
        await uow.announce(Change.of_authority(REQUESTS, authority))
    for country in sorted({data.requesting_country, data.responding_country}):
        uow.deliver(copy_for(country, envelope))


def copy_for(country: str, envelope: Envelope) -> OutgoingMessage:
    """The very same event, addressed to one state."""
    queue = member_state_queue(country)
    return OutgoingMessage(new_id(), MEMBER_STATES_EXCHANGE, queue, envelope.to_json())


async def show_notice(data: NoticeCreated, _: Envelope, uow: GatewayUnitOfWork) -> None:
    await uow.announce(Change.of_user(NOTICES, data.user_id))


async def show_scoreboard(_: ScoreboardChanged, __: Envelope, uow: GatewayUnitOfWork) -> None:
    await uow.announce(Change(STATISTICS, "all"))


HANDLERS: Mapping[type[Message], Handler[Any]] = {
    UserRegistered: copy_user,
    UserChanged: copy_user,
    RequestSent: pass_on_request,
    RequestAccepted: pass_on_request,
    RequestReplied: pass_on_request,
    RequestClosed: pass_on_request,
    RequestWithdrawn: pass_on_request,
    DeadlineProposed: pass_on_request,
    DeadlineAgreed: pass_on_request,
    TextTranslated: pass_on_request,
    NoticeCreated: show_notice,
    ScoreboardChanged: show_scoreboard,
}
