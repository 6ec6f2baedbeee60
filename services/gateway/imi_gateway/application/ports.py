"""What the handlers need of stores and secrets; adapters implement it, unit tests put fakes in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from imi_gateway.domain.changes import Change
from imi_gateway.domain.lockout import LoginRecord
from imi_gateway.domain.person import Person
from imi_kit.bus.message import OutgoingMessage
from imi_kit.ports import UnitOfWork


@dataclass(frozen=True)
class Account:
    user_id: UUID
    username: str
    password_hash: str
    code_cipher: bytes


@dataclass(frozen=True)
class Attempt:
    """A login between password and code."""

    name_key: bytes
    user_id: UUID | None
    password_right: bool
    positions: list[int]
    next: str
    expires_at: datetime


@dataclass(frozen=True)
class Session:
    """A login that lasts; whether it still counts is for `application.sessions` to say."""

    user_id: UUID
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class User:
    """The directory's user as the gateway copies her."""

    user_id: UUID
    name: str
    language: str
    authority_id: UUID
    country: str
    roles: Mapping[str, list[str]] = field(default_factory=dict)
    active: bool = True

    def person(self, session: bytes) -> Person:
        roles = {area: list(held) for area, held in self.roles.items()}
        return Person(self.user_id, self.name, self.language, self.authority_id, self.country, roles, session)


class Accounts(Protocol):
    async def named(self, username: str) -> Account | None: ...
    async def of_user(self, user: UUID) -> Account | None: ...
    async def of_users(self, users: Sequence[UUID]) -> Mapping[UUID, Account]: ...
    async def put(self, account: Account, now: datetime) -> None: ...


class Logins(Protocol):
    async def record(self, name_key: bytes, now: datetime) -> LoginRecord:
        """What is remembered of the name, held against parallel attempts until the transaction ends."""

    async def save_record(self, name_key: bytes, record: LoginRecord, now: datetime) -> None: ...
    async def reset(self, name_keys: Sequence[bytes], now: datetime) -> None:
        """Lift the locks on names that somebody has; their series count from 1, which tells them apart."""

    async def series(self, name_key: bytes) -> int: ...
    async def put_attempt(self, token_hash: bytes, attempt: Attempt) -> None: ...
    async def attempt(self, token_hash: bytes) -> Attempt | None: ...
    async def take_attempt(self, token_hash: bytes) -> Attempt | None:
        """Remove and return it, so that it is judged once."""

    async def count_start(self, address_key: bytes, now: datetime) -> tuple[int, int]:
        """Count an attempt from this address; (attempts, wrong ones) in the running window."""

    async def count_failure(self, address_key: bytes, now: datetime) -> None: ...


class Sessions(Protocol):
    async def put(self, token_hash: bytes, user: UUID, now: datetime) -> None: ...
    async def find(self, token_hash: bytes) -> tuple[Session, User] | None: ...
    async def touch(self, token_hash: bytes, now: datetime) -> None: ...
    async def remove(self, token_hash: bytes) -> None: ...
    async def remove_of_user(self, user: UUID) -> int: ...


class People(Protocol):
    async def find(self, user: UUID) -> User | None: ...
    async def put(self, user: User, sequence: int) -> bool:
        """Store the copy; False when a newer one is there already."""


class Receipts(Protocol):
    async def claim(self, country: str, message_id: str) -> Mapping[str, bytes]:
        """Receipts given for this message so far, by the hash of what it said; held until the transaction ends."""

    async def put(
        self, country: str, message_id: str, said_sha256: str, envelope: bytes, forget_at: datetime
    ) -> None: ...
    async def keys_of(self, country: str) -> Sequence[Mapping[str, Any]]:
        """Public keys (JWK) registered for the state's systems."""

    async def put_key(self, country: str, jwk: Mapping[str, Any]) -> None: ...


class GatewayUnitOfWork(UnitOfWork, Protocol):
    """One transaction of the gateway's database."""

    accounts: Accounts
    logins: Logins
    sessions: Sessions
    people: People
    receipts: Receipts

    def deliver(self, message: OutgoingMessage) -> None: ...
    async def announce(self, change: Change) -> None:
        """Tell every gateway process, on commit, that pages are out of date."""


class Passwords(Protocol):
    """Slow hashing. `verify` takes the same time for a hash and for None, which nobody's password fits."""

    async def hash(self, password: str) -> str: ...
    async def verify(self, password_hash: str | None, password: str) -> bool: ...


class CodeCipher(Protocol):
    """`decrypt` takes the same time for a ciphertext and for None, which yields a code nobody has."""

    def encrypt(self, code: str, user: UUID) -> bytes: ...
    def decrypt(self, cipher: bytes | None, user: UUID | None) -> str: ...


class Hasher(Protocol):
    """Keyed hashes, each purpose with a key of its own."""

    def name_key(self, username: str) -> bytes: ...
    def address_key(self, address: str) -> bytes: ...
    def csrf_token(self, cookie: str) -> str: ...

    @property
    def positions_key(self) -> bytes: ...


@dataclass(frozen=True)
class Secrets:
    """Everything that computes with keys and passwords."""

    passwords: Passwords
    cipher: CodeCipher
    hasher: Hasher
