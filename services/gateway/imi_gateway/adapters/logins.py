"""Attempts by name and by address, and the sessions they lead to, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_gateway.adapters.accounts import user_of
from imi_gateway.adapters.tables import LoginAttemptRow, LoginRecordRow, PersonRow, SessionRow
from imi_gateway.application.ports import Attempt, Session, User
from imi_gateway.domain.lockout import WINDOW, LoginRecord

_COUNT = text("""
    insert into login_address as a (address_key, window_start, starts, failures)
    values (:key, :now, :starts, :failures)
    on conflict (address_key) do update set
        window_start = case when a.window_start < :begin then :now else a.window_start end,
        starts = case when a.window_start < :begin then :starts else a.starts + :starts end,
        failures = case when a.window_start < :begin then :failures else a.failures + :failures end
    returning starts, failures
""")

_RESET = text("""
    insert into login_record as r (name_key, series, failures, touched_at)
    select key, 1, '{}', :now from unnest(cast(:keys as bytea[])) key
    on conflict (name_key) do update set
        series = greatest(r.series, 1), failures = '{}', locked_until = null, touched_at = :now
""")


class SqlLogins:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def record(self, name_key: bytes, now: datetime) -> LoginRecord:
        await self._session.exec(
            insert(LoginRecordRow)
            .values(name_key=name_key, series=0, failures=[], touched_at=now)
            .on_conflict_do_nothing()
        )
        query = select(LoginRecordRow).where(LoginRecordRow.name_key == name_key).with_for_update()
        row = (await self._session.exec(query)).one()
        return LoginRecord(row.series, tuple(row.failures), row.locked_until)

    async def save_record(self, name_key: bytes, record: LoginRecord, now: datetime) -> None:
        await self._session.exec(
            update(LoginRecordRow)
            .where(col(LoginRecordRow.name_key) == name_key)
            .values(
                series=record.series,
                failures=list(record.failures),
                locked_until=record.locked_until,
                touched_at=now,
            )
        )

    async def reset(self, name_keys: Sequence[bytes], now: datetime) -> None:
        connection = await self._session.connection()
        await connection.execute(_RESET, {"keys": list(name_keys), "now": now})

    async def series(self, name_key: bytes) -> int:
        query = select(LoginRecordRow.series).where(LoginRecordRow.name_key == name_key)
        return (await self._session.exec(query)).first() or 0

    async def put_attempt(self, token_hash: bytes, attempt: Attempt) -> None:
        row = vars(attempt) | {"token_hash": token_hash}
        statement = insert(LoginAttemptRow).values(row)
        await self._session.exec(
            statement.on_conflict_do_update(
                index_elements=["token_hash"], set_={name: statement.excluded[name] for name in row}
            )
        )

    async def attempt(self, token_hash: bytes) -> Attempt | None:
        row = await self._session.get(LoginAttemptRow, token_hash)
        return _attempt(row) if row else None

    async def take_attempt(self, token_hash: bytes) -> Attempt | None:
        statement = delete(LoginAttemptRow).where(col(LoginAttemptRow.token_hash) == token_hash)
        row = (await self._session.exec(statement.returning(LoginAttemptRow))).scalars().first()
        return _attempt(row) if row else None

    async def count_start(self, address_key: bytes, now: datetime) -> tuple[int, int]:
        return await self._count(address_key, now, starts=1)

    async def count_failure(self, address_key: bytes, now: datetime) -> None:
        await self._count(address_key, now, failures=1)

    async def _count(
        self, key: bytes, now: datetime, *, starts: int = 0, failures: int = 0
    ) -> tuple[int, int]:
        values = {"key": key, "now": now, "begin": now - WINDOW, "starts": starts, "failures": failures}
        connection = await self._session.connection()
        row = (await connection.execute(_COUNT, values)).one()
        return row.starts, row.failures


class SqlSessions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, token_hash: bytes, user: UUID, now: datetime) -> None:
        self._session.add(SessionRow(token_hash=token_hash, user_id=user, created_at=now, last_seen_at=now))
        await self._session.flush()

    async def find(self, token_hash: bytes) -> tuple[Session, User] | None:
        query = (
            select(SessionRow, PersonRow)
            .join(PersonRow, col(PersonRow.user_id) == col(SessionRow.user_id))
            .where(SessionRow.token_hash == token_hash)
        )
        found = (await self._session.exec(query)).first()
        if not found:
            return None
        row, person = found
        return Session(row.user_id, row.created_at, row.last_seen_at), user_of(person)

    async def touch(self, token_hash: bytes, now: datetime) -> None:
        await self._session.exec(
            update(SessionRow).where(col(SessionRow.token_hash) == token_hash).values(last_seen_at=now)
        )

    async def remove(self, token_hash: bytes) -> None:
        await self._session.exec(delete(SessionRow).where(col(SessionRow.token_hash) == token_hash))

    async def remove_of_user(self, user: UUID) -> int:
        gone = delete(SessionRow).where(col(SessionRow.user_id) == user).returning(col(SessionRow.user_id))
        return len((await self._session.exec(gone)).all())


def _attempt(row: LoginAttemptRow) -> Attempt:
    return Attempt(
        row.name_key, row.user_id, row.password_right, list(row.positions), row.next, row.expires_at
    )
