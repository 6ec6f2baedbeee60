"""What the API gives."""

from datetime import datetime
from typing import Generic, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel

from imi_notifications.adapters.rows import Row
from imi_notifications.adapters.texts import Words
from imi_notifications.domain.delivery import MailState
from imi_notifications.domain.news import Notice

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
    page: int
    size: int


class NoticeView(BaseModel):
    """A notice in the language asked for (`language` says which it became); `link` is within the site."""

    id: UUID
    kind: str
    at: datetime
    title: str
    text: str
    language: str
    number: str
    request_id: UUID
    link: str
    read: bool

    @classmethod
    def of(cls, notice: Notice, words: Words) -> Self:
        return cls(
            id=notice.id,
            kind=notice.news.kind,
            at=notice.news.at,
            title=words.title,
            text=words.text,
            language=words.language,
            number=notice.news.number,
            request_id=notice.news.request_id,
            link=f"/requests/{notice.news.request_id}",
            read=notice.read,
        )


class Unread(BaseModel):
    unread: int


class MarkedRead(BaseModel):
    read: int


class MailLine(BaseModel):
    """A mail as operators see it: no address, no text."""

    notice_id: UUID
    state: MailState
    attempts: int
    created_at: datetime
    next_at: datetime
    last_error: str | None

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(notice_id=row["_id"], **{name: row[name] for name in cls.model_fields if name in row})
