"""A person's notices as they read them: newest first, their own only."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imi_kit.mongo import Documents, store_errors
from imi_notifications.adapters.rows import authority_of, notice_of
from imi_notifications.adapters.work import AUTHORITIES, NOTICES
from imi_notifications.domain.news import Notice
from imi_notifications.domain.people import Authority


@dataclass(frozen=True)
class Page:
    """Notices with the authorities that caused them, and how many there are in all."""

    notices: list[Notice]
    actors: dict[UUID, Authority]
    total: int


class Inbox:
    """`user_id` is the subject of the token; whoever is no person simply has no notices."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._notices: Any = documents.collection(NOTICES)

    async def page(self, user_id: str, *, number: int, size: int, unread: bool) -> Page:
        wanted = {"user_id": user_id} | ({"read": False} if unread else {})
        with store_errors():
            total = await self._notices.count_documents(wanted)
            found = self._notices.find(wanted).sort("at", -1).skip((number - 1) * size).limit(size)
            notices = [notice_of(row) for row in await found.to_list(size)]
        return Page(notices, await self.actors(notices), total)

    async def unread(self, user_id: str) -> int:
        with store_errors():
            return int(await self._notices.count_documents({"user_id": user_id, "read": False}))

    async def read(self, user_id: str, notice_id: UUID) -> Notice | None:
        """Mark a notice as read; None when the person has no such notice."""
        wanted = {"_id": str(notice_id), "user_id": user_id}
        with store_errors():
            row = await self._notices.find_one_and_update(
                wanted, {"$set": {"read": True}}, return_document=True
            )
        return notice_of(row) if row else None

    async def read_all(self, user_id: str) -> int:
        """Mark all as read; how many were not."""
        with store_errors():
            wanted = {"user_id": user_id, "read": False}
            result = await self._notices.update_many(wanted, {"$set": {"read": True}})
        return int(result.modified_count)

    async def actors(self, notices: list[Notice]) -> dict[UUID, Authority]:
        ids = sorted({str(notice.news.actor) for notice in notices})
        with store_errors():
            found = self._documents.collection(AUTHORITIES).find({"_id": {"$in": ids}})
            authorities = [authority_of(row) for row in await found.to_list(len(ids) or 1)]
        return {authority.id: authority for authority in authorities}
