"""Tables of this service. What is never asked for apart from its request lies in the request's row as JSON."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, Relationship, SQLModel


def _json() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))


def _list() -> Any:
    return Field(default_factory=list, sa_column=Column(JSONB, nullable=False))


def _time(*, optional: bool = False) -> Any:
    column: Column[datetime] = Column(DateTime(timezone=True), nullable=optional)
    return Field(default=None, sa_column=column)


def _long_text(*, optional: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Text, nullable=optional))


def _of_request(*, primary: bool = False) -> Any:
    key = ForeignKey("request.id", ondelete="cascade")
    return Field(sa_column=Column(Uuid, key, primary_key=primary, index=not primary, nullable=False))


class AuthorityRow(SQLModel, table=True):
    """Copy of the directory's public record; `sequence` is the version it was made from."""

    __tablename__ = "authority"

    id: UUID = Field(primary_key=True)
    country: str = Field(max_length=2)
    official_name: str = Field(max_length=300)
    official_language: str = Field(max_length=2)
    titles: dict[str, str] = _json()
    languages: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    areas: dict[str, str] = _json()
    status: str = Field(max_length=32)
    sequence: int


class RequestRow(SQLModel, table=True):
    """One request. `waits_for_*` repeats what the workflow says, so that lists need no rule in SQL."""

    __tablename__ = "request"

    id: UUID = Field(primary_key=True)
    number: str = Field(max_length=32, unique=True)
    area: str = Field(max_length=64)
    area_version: int
    kind: str = Field(max_length=64)
    language: str = Field(max_length=2)
    requesting: UUID
    requesting_country: str = Field(max_length=2)
    responding: UUID
    responding_country: str = Field(max_length=2)
    status: str = Field(max_length=32)
    version: int
    waits_for_requesting: bool = False
    waits_for_responding: bool = False
    created_at: datetime = _time()
    changed_at: datetime = _time()
    sent_at: datetime | None = _time(optional=True)
    accepted_at: datetime | None = _time(optional=True)
    replied_at: datetime | None = _time(optional=True)
    closed_at: datetime | None = _time(optional=True)
    legal_basis: str | None = Field(default=None, max_length=64)
    wished_deadline: date | None = None
    proposals: list[dict[str, Any]] = _list()
    subject: dict[str, Any] = _json()
    questions: list[dict[str, Any]] = _list()
    answers: list[dict[str, Any]] = _list()
    ratings: dict[str, Any] = _json()
    withdrawal_remark: str | None = _long_text(optional=True)

    texts: list["FreeTextRow"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "raise",
            "cascade": "all, delete-orphan",
            "order_by": "FreeTextRow.id",
        }
    )
    attachments: list["AttachmentRow"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "raise",
            "cascade": "all, delete-orphan",
            "order_by": "AttachmentRow.id",
        }
    )


class FreeTextRow(SQLModel, table=True):
    __tablename__ = "free_text"

    id: UUID = Field(primary_key=True)
    request_id: UUID = _of_request()
    place: str = Field(max_length=100)
    side: str = Field(max_length=16)
    language: str = Field(max_length=2)
    text: str = _long_text()
    translations: dict[str, dict[str, Any]] = _json()


class AttachmentRow(SQLModel, table=True):
    """Metadata; the bytes lie encrypted in the object store under `<request>/<attachment>`."""

    __tablename__ = "attachment"

    id: UUID = Field(primary_key=True)
    request_id: UUID = _of_request()
    side: str = Field(max_length=16)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    at: datetime = _time()


class ExchangeKeyRow(SQLModel, table=True):
    """The wrapped key of one exchange; deleting the row makes every copy of its files unreadable."""

    __tablename__ = "exchange_key"

    request_id: UUID = _of_request(primary=True)
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AuditRow(SQLModel, table=True):
    """Only ever added to; each row carries the hash of the one before it."""

    __tablename__ = "audit"

    request_id: UUID = _of_request(primary=True)
    position: int = Field(primary_key=True)
    at: datetime = _time()
    action: str = Field(max_length=32)
    step: str | None = Field(default=None, max_length=32)
    side: str = Field(max_length=16)
    authority: UUID
    country: str = Field(max_length=2)
    person: str = Field(max_length=200)
    version: int
    deadline: date | None = None
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class RemovalRow(SQLModel, table=True):
    """An object that must disappear from the object store from `not_before` on."""

    __tablename__ = "removal"

    name: str = Field(primary_key=True, max_length=200)
    not_before: datetime = _time()


class NumberRow(SQLModel, table=True):
    """The running number of a year's requests."""

    __tablename__ = "request_number"

    year: int = Field(primary_key=True)
    last: int
