"""The unit of work of this service: the kit's transaction with this service's repositories in it."""

from collections.abc import Awaitable, Callable
from typing import Any, Self
from uuid import UUID

from imi_kit.clock import new_id
from imi_kit.sql.once import once
from imi_kit.sql.unit_of_work import SqlUnitOfWork
from imi_requests.adapters.repositories import (
    SqlAudit,
    SqlAuthorities,
    SqlKeys,
    SqlRemovals,
    SqlRequests,
)
from imi_requests.application.ports import Audit, Authorities, Keys, Removals, Requests


class SqlWork(SqlUnitOfWork):
    """A fresh set of repositories for each transaction."""

    requests: Requests
    authorities: Authorities
    audit: Audit
    keys: Keys
    removals: Removals

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.requests = SqlRequests(self.session)
        self.authorities = SqlAuthorities(self.session)
        self.audit = SqlAudit(self.session)
        self.keys = SqlKeys(self.session)
        self.removals = SqlRemovals(self.session)
        return self

    def new_id(self) -> UUID:
        return new_id()

    async def once(
        self, *, actor: str, key: str, body: object, work: Callable[[], Awaitable[dict[str, Any]]]
    ) -> dict[str, Any]:
        return await once(self, actor=actor, key=key, body=body, work=work)
