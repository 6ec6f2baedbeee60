"""The gateway's transaction: repositories, messages, and word to the other gateway processes."""

from typing import Self

from sqlalchemy import text

from imi_gateway.adapters.accounts import SqlAccounts, SqlPeople
from imi_gateway.adapters.logins import SqlLogins, SqlSessions
from imi_gateway.adapters.receipts import SqlReceipts
from imi_gateway.application.ports import Accounts, Logins, People, Receipts, Sessions
from imi_gateway.domain.changes import Change
from imi_kit.sql import SqlUnitOfWork

CHANGES_CHANNEL = "imi_changes"
_ANNOUNCE = text("select pg_notify(:channel, payload) from unnest(cast(:payloads as text[])) payload")


class SqlGatewayUnitOfWork(SqlUnitOfWork):
    """Implements application.ports.GatewayUnitOfWork."""

    accounts: Accounts
    logins: Logins
    sessions: Sessions
    people: People
    receipts: Receipts

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._changes: dict[str, None] = {}
        self.accounts = SqlAccounts(self.session)
        self.people = SqlPeople(self.session)
        self.logins = SqlLogins(self.session)
        self.sessions = SqlSessions(self.session)
        self.receipts = SqlReceipts(self.session)
        return self

    async def announce(self, change: Change) -> None:
        self._changes[change.to_json()] = None

    async def _commit(self) -> None:
        # PostgreSQL tells the listeners on commit, and only then.
        if self._changes:
            connection = await self.session.connection()
            await connection.execute(_ANNOUNCE, {"channel": CHANGES_CHANNEL, "payloads": list(self._changes)})
        await super()._commit()
