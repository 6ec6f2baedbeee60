"""The transaction on MongoDB: copies, notices with their mails, parked news."""

from collections.abc import Sequence
from uuid import UUID

from imi_kit.mongo import Indexes, MongoUnitOfWork
from imi_notifications.adapters.rows import authority_row, news_of, news_row, notice_row, user_of, user_row
from imi_notifications.domain.delivery import MailState
from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import Authority, User

USERS, AUTHORITIES, NOTICES, MAILS, PARKED = "users", "authorities", "notices", "mails", "parked"
MAX_PEOPLE = 500
MAX_PARKED = 200
_DAY = 24 * 60 * 60
INDEXES: Indexes = {
    USERS: [([("authority_id", 1)], {})],
    AUTHORITIES: [],
    NOTICES: [
        ([("user_id", 1), ("at", -1)], {}),
        ([("user_id", 1), ("read", 1), ("at", -1)], {}),
        # An inbox is no archive: the request itself remains, as long as the law lets it.
        ([("at", 1)], {"expireAfterSeconds": 400 * _DAY}),
    ],
    MAILS: [
        ([("state", 1), ("next_at", 1)], {}),
        ([("created_at", 1)], {"expireAfterSeconds": 90 * _DAY}),
    ],
    PARKED: [([("told", 1)], {}), ([("at", 1)], {"expireAfterSeconds": 30 * _DAY})],
}


class MongoNotificationsWork(MongoUnitOfWork):
    """Implements NotificationsWork."""

    async def sequence_of(self, copy: User | Authority) -> int:
        found = await self.collection(_place(copy)).find_one({"_id": str(copy.id)}, session=self.session)
        return int(found["sequence"]) if found else -1

    async def keep(self, copy: User | Authority, sequence: int) -> None:
        row = user_row(copy) if isinstance(copy, User) else authority_row(copy)
        await self.collection(_place(copy)).replace_one(
            {"_id": str(copy.id)}, {**row, "sequence": sequence}, upsert=True, session=self.session
        )

    async def people_of(self, authority_id: UUID) -> list[User]:
        wanted = {"authority_id": str(authority_id)}
        rows = await self.collection(USERS).find(wanted, session=self.session).to_list(MAX_PEOPLE)
        return [user_of(row) for row in rows]

    async def add(self, notices: Sequence[Notice]) -> None:
        now = self.clock.now()
        mail = {"state": MailState.WAITING.value, "attempts": 0, "next_at": now, "created_at": now}
        mails = [{"_id": str(notice.id), "last_error": None, **mail} for notice in notices]
        rows = [notice_row(notice) for notice in notices]
        await self.collection(NOTICES).insert_many(rows, session=self.session)
        await self.collection(MAILS).insert_many(mails, session=self.session)

    async def park(self, news: News) -> None:
        row = {"_id": str(news.id), **news_row(news)}
        await self.collection(PARKED).insert_one(row, session=self.session)

    async def parked_for(self, authority_id: UUID) -> list[News]:
        wanted = {"told": str(authority_id)}
        rows = await self.collection(PARKED).find(wanted, session=self.session).to_list(MAX_PARKED)
        return [news_of(row) for row in rows]

    async def unpark(self, news: News) -> None:
        await self.collection(PARKED).delete_one({"_id": str(news.id)}, session=self.session)


def _place(copy: User | Authority) -> str:
    return USERS if isinstance(copy, User) else AUTHORITIES
