"""Sessions: half an hour without a step ends them, eight hours end them anyway, and so does the directory."""

from collections.abc import Callable
from datetime import timedelta

from imi_gateway.application.ports import GatewayUnitOfWork, Session, User
from imi_gateway.domain.changes import Change
from imi_gateway.domain.person import Person
from imi_kit.ports import Clock

# Writing on every click would make each page a write; a minute more or less of half an hour harms nobody.
TOUCH_AFTER = timedelta(minutes=1)


class SessionKeeper:
    """Finds and ends sessions by the hash of their cookie."""

    def __init__(
        self,
        unit_of_work: Callable[[], GatewayUnitOfWork],
        clock: Clock,
        *,
        idle: timedelta,
        absolute: timedelta,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._idle = idle
        self._absolute = absolute

    async def person(self, token: bytes, *, active: bool = True) -> Person | None:
        """Whose session this is, as the directory knows her now; `active` says that she did something."""
        now = self._clock.now()
        async with self._unit_of_work() as uow:
            found = await uow.sessions.find(token)
            if found is None or not self._counts(*found):
                return None
            session, user = found
            if active and now - session.last_seen_at > TOUCH_AFTER:
                await uow.sessions.touch(token, now)
        return user.person(token)

    async def end(self, token: bytes) -> None:
        """Log out: the session and its open pages end."""
        async with self._unit_of_work() as uow:
            await uow.sessions.remove(token)
            await uow.announce(Change.end_of_session(token))

    def _counts(self, session: Session, user: User) -> bool:
        now = self._clock.now()
        fresh = now - session.last_seen_at < self._idle and now - session.created_at < self._absolute
        return user.active and fresh
