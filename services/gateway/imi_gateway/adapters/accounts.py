"""Credentials and copies of users in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from imi_contracts.errors import Refused
from imi_gateway.adapters.tables import AccountRow, PersonRow
from imi_gateway.application.ports import Account, User


class SqlAccounts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def named(self, username: str) -> Account | None:
        return await self._one(select(AccountRow).where(AccountRow.username == username))

    async def of_user(self, user: UUID) -> Account | None:
        return await self._one(select(AccountRow).where(AccountRow.user_id == user))

    async def of_users(self, users: Sequence[UUID]) -> Mapping[UUID, Account]:
        query = select(AccountRow).where(col(AccountRow.user_id).in_(users))
        return {row.user_id: _account(row) for row in (await self._session.exec(query)).all()}

    async def put(self, account: Account, now: datetime) -> None:
        """Insert or replace by user; raises Refused("account.username_taken")."""
        row = vars(account) | {"changed_at": now}
        statement = insert(AccountRow).values(row)
        statement = statement.on_conflict_do_update(
            index_elements=["user_id"], set_={name: statement.excluded[name] for name in row}
        )
        try:
            await self._session.exec(statement)
        except IntegrityError as error:
            raise Refused("account.username_taken", username=account.username) from error

    async def _one(self, query: SelectOfScalar[AccountRow]) -> Account | None:
        row = (await self._session.exec(query)).first()
        return _account(row) if row else None


class SqlPeople:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, user: UUID) -> User | None:
        row = await self._session.get(PersonRow, user)
        return user_of(row) if row else None

    async def put(self, user: User, sequence: int) -> bool:
        row = vars(user) | {"sequence": sequence}
        statement = insert(PersonRow).values(row)
        newest = statement.on_conflict_do_update(
            index_elements=["user_id"],
            set_={name: statement.excluded[name] for name in row},
            where=col(PersonRow.sequence) <= sequence,
        ).returning(col(PersonRow.user_id))
        return (await self._session.exec(newest)).first() is not None


def _account(row: AccountRow) -> Account:
    return Account(row.user_id, row.username, row.password_hash, row.code_cipher)


def user_of(row: PersonRow) -> User:
    return User(row.user_id, row.name, row.language, row.authority_id, row.country, row.roles, row.active)
