"""Copies of people and authorities: the newest version wins, in whatever order events arrive."""

from imi_contracts.envelope import Envelope
from imi_contracts.events import AuthorityChanged, AuthorityRegistered, UserChanged, UserRegistered
from imi_notifications.application.ports import NotificationsWork
from imi_notifications.application.tell import tell_parked
from imi_notifications.domain.people import Authority, User


async def keep_authority(
    event: AuthorityRegistered | AuthorityChanged, envelope: Envelope, work: NotificationsWork
) -> None:
    authority = Authority(event.authority_id, event.country, event.official_name, dict(event.titles))
    await _keep_newest(authority, envelope.sequence, work)


async def keep_user(event: UserRegistered | UserChanged, envelope: Envelope, work: NotificationsWork) -> None:
    """Also tells the person what happened before anybody of the authority was known here."""
    user = User(
        id=event.user_id,
        name=event.name,
        email=event.email,
        language=event.language,
        authority_id=event.authority_id,
        roles=dict(event.roles),
        active=event.active,
    )
    if await _keep_newest(user, envelope.sequence, work):
        await tell_parked(user, work)


async def _keep_newest(copy: User | Authority, sequence: int, work: NotificationsWork) -> bool:
    if await work.sequence_of(copy) > sequence:
        return False
    await work.keep(copy, sequence)
    return True
