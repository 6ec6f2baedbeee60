"""Tables of the gateway. Names and addresses of failed attempts are kept as keyed hashes only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER, JSONB
from sqlmodel import Field, SQLModel


def _time(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable, index=index))


def _bytes(*, key: bool = False) -> Any:
    return Field(sa_column=Column(LargeBinary, nullable=False, primary_key=key))


class PersonRow(SQLModel, table=True):
    """Copy of a user as the directory last announced her; `sequence` is the version it had there."""

    __tablename__ = "person"

    user_id: UUID = Field(primary_key=True)
    name: str
    language: str
    authority_id: UUID
    country: str
    roles: dict[str, list[str]] = Field(sa_column=Column(JSONB, nullable=False))
    active: bool
    sequence: int


class AccountRow(SQLModel, table=True):
    """Credentials; `username` is folded. The code is encrypted with a key that is not in this database."""

    __tablename__ = "account"

    user_id: UUID = Field(primary_key=True)
    username: str = Field(unique=True)
    password_hash: str
    code_cipher: bytes = _bytes()
    changed_at: datetime = _time()


class LoginRecordRow(SQLModel, table=True):
    """Attempts by user name, whether anybody has that name or not."""

    __tablename__ = "login_record"

    name_key: bytes = _bytes(key=True)
    series: int = 0
    failures: list[datetime] = Field(
        default_factory=list, sa_column=Column(ARRAY(DateTime(timezone=True)), nullable=False)
    )
    locked_until: datetime | None = _time(nullable=True)
    touched_at: datetime = _time(index=True)


class LoginAttemptRow(SQLModel, table=True):
    """Between password and code: the verdict so far, which nobody is told before the code was given."""

    __tablename__ = "login_attempt"

    token_hash: bytes = _bytes(key=True)
    name_key: bytes = _bytes()
    user_id: UUID | None = None
    password_right: bool
    positions: list[int] = Field(sa_column=Column(ARRAY(INTEGER), nullable=False))
    next: str
    expires_at: datetime = _time(index=True)


class SessionRow(SQLModel, table=True):
    """A login. Only the hash of the cookie is here, so that a copy of the table opens no door."""

    __tablename__ = "session"

    token_hash: bytes = _bytes(key=True)
    user_id: UUID = Field(index=True)
    created_at: datetime = _time()
    last_seen_at: datetime = _time()


class SystemKeyRow(SQLModel, table=True):
    """Public key (JWK) with which a state's system must sign; several while one replaces the other."""

    __tablename__ = "system_key"

    country: str = Field(primary_key=True)
    kid: str = Field(primary_key=True)
    jwk: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class ReceiptRow(SQLModel, table=True):
    """A receipt as it was sent, to be sent again byte by byte; the hash is of command and body."""

    __tablename__ = "receipt"

    country: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    said_sha256: str = Field(primary_key=True)
    envelope: bytes = _bytes()
    forget_at: datetime = _time(index=True)
