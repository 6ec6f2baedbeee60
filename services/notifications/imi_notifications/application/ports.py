"""What telling people needs from outside; adapters implement it, unit tests fake it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

from imi_kit.ports import UnitOfWork
from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import Authority, User


class NotificationsWork(UnitOfWork, Protocol):
    """One transaction over copies, notices and mails."""

    async def sequence_of(self, copy: User | Authority) -> int:
        """Of the copy held under the same id; -1 when there is none."""

    async def keep(self, copy: User | Authority, sequence: int) -> None: ...

    async def people_of(self, authority_id: UUID) -> list[User]: ...

    async def add(self, notices: Sequence[Notice]) -> None:
        """Store notices, each with a mail that waits to be sent."""

    async def park(self, news: News) -> None:
        """Keep news that nobody can be told yet."""

    async def parked_for(self, authority_id: UUID) -> list[News]: ...

    async def unpark(self, news: News) -> None: ...


@dataclass(frozen=True)
class DueMail:
    """A mail whose turn it is. `user` is None when the copy is missing."""

    notice: Notice
    user: User | None
    actor: Authority | None
    attempts: int
    created_at: datetime


class Outgoing(Protocol):
    """The mails that wait. Raises StoreDown when the store cannot be reached."""

    async def claim_due(self, limit: int) -> list[DueMail]:
        """Take mails that have waited longest, for a while; what nobody settles comes back by itself."""

    async def sent(self, notice_id: UUID) -> None: ...

    async def dropped(self, notice_id: UUID) -> None: ...

    async def postponed(self, notice_id: UUID, until: datetime, reason: str) -> None: ...

    async def failed(self, notice_id: UUID, reason: str) -> None: ...


class Undeliverable(Exception):  # noqa: N818
    """Sending failed; `reason` names no address. `for_good` when the recipient is refused for ever."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


class Postman(Protocol):
    """Hands a mail to the site's mail server."""

    async def send(self, mail: EmailMessage) -> None:
        """Raises Undeliverable."""


class Writer(Protocol):
    """Writes a notice as a mail in the person's language."""

    def __call__(self, notice: Notice, user: User, actor: Authority | None) -> EmailMessage:
        """Raises Undeliverable when the person's address is none."""
