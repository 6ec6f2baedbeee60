"""The mails that wait, in MongoDB: claimed by a lease, settled one by one, listed for operators."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from imi_kit.mongo import Documents, store_errors
from imi_kit.ports import Clock
from imi_notifications.adapters.rows import Row, authority_of, notice_of, user_of
from imi_notifications.adapters.work import AUTHORITIES, MAILS, NOTICES, USERS
from imi_notifications.application.ports import DueMail
from imi_notifications.domain.delivery import MailState

LEASE = timedelta(minutes=3)


class MongoOutgoing:
    """Implements Outgoing."""

    def __init__(self, documents: Documents, clock: Clock, lease: timedelta = LEASE) -> None:
        self._documents = documents
        self._mails: Any = documents.collection(MAILS)
        self._clock = clock
        self._lease = lease

    async def claim_due(self, limit: int) -> list[DueMail]:
        now = self._clock.now()
        due = {"state": MailState.WAITING.value, "next_at": {"$lte": now}}
        with store_errors():
            rows = await self._mails.find(due).sort("next_at", 1).limit(limit).to_list(limit)
            return [await self._due(row) for row in rows if await self._claim(row, now)]

    async def _claim(self, row: Row, now: datetime) -> bool:
        """Of two processes that found the same mail, one moves its time."""
        wanted = {"_id": row["_id"], "state": MailState.WAITING.value, "next_at": row["next_at"]}
        lease = {"$set": {"next_at": now + self._lease}, "$inc": {"attempts": 1}}
        return bool((await self._mails.update_one(wanted, lease)).modified_count)

    async def _due(self, row: Row) -> DueMail:
        notice = notice_of(await self._documents.collection(NOTICES).find_one({"_id": row["_id"]}))
        user = await self._documents.collection(USERS).find_one({"_id": str(notice.user_id)})
        actor = await self._documents.collection(AUTHORITIES).find_one({"_id": str(notice.news.actor)})
        return DueMail(
            notice=notice,
            user=user_of(user) if user else None,
            actor=authority_of(actor) if actor else None,
            attempts=row["attempts"] + 1,
            created_at=row["created_at"],
        )

    async def sent(self, notice_id: UUID) -> None:
        await self._settle(notice_id, {"state": MailState.SENT.value, "sent_at": self._clock.now()})

    async def dropped(self, notice_id: UUID) -> None:
        await self._settle(notice_id, {"state": MailState.DROPPED.value})

    async def postponed(self, notice_id: UUID, until: datetime, reason: str) -> None:
        await self._settle(notice_id, {"next_at": until, "last_error": reason})

    async def failed(self, notice_id: UUID, reason: str) -> None:
        await self._settle(notice_id, {"state": MailState.FAILED.value, "last_error": reason})

    async def listing(self, state: MailState, *, number: int, size: int) -> tuple[list[Row], int]:
        """Mails in a state, oldest first, and how many there are."""
        wanted = {"state": state.value}
        with store_errors():
            total = await self._mails.count_documents(wanted)
            found = self._mails.find(wanted).sort("next_at", 1).skip((number - 1) * size).limit(size)
            return await found.to_list(size), int(total)

    async def retry(self, notice_id: UUID) -> bool:
        """Give a failed mail its two days again; False when there is no such failed mail."""
        now = self._clock.now()
        fresh = {"state": MailState.WAITING.value, "attempts": 0, "next_at": now, "created_at": now}
        wanted = {"_id": str(notice_id), "state": MailState.FAILED.value}
        with store_errors():
            result = await self._mails.update_one(wanted, {"$set": fresh})
        return bool(result.modified_count)

    async def _settle(self, notice_id: UUID, change: dict[str, Any]) -> None:
        with store_errors():
            await self._mails.update_one({"_id": str(notice_id)}, {"$set": change})
