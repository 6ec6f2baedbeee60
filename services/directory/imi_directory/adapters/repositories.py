"""Authorities and officials in PostgreSQL: rows in, domain objects out."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_contracts.vocabularies import Role
from imi_directory.adapters.tables import AuthorityRow, CoordinationRow, UserRow
from imi_directory.domain.authority import Authority, Coordination, Link, Status
from imi_directory.domain.user import User

PLAIN = (
    "id", "country", "kind", "official_name", "official_language", "titles", "descriptions", "region", "city",
    "address", "email", "phone", "website", "languages", "areas", "competences", "training", "version",
)  # fmt: skip
"""Fields that an authority and its row share as they are."""


class SqlAuthorities:
    """Authorities with their coordination links."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, authority_id: UUID, *, lock: bool = False) -> Authority | None:
        row = await self._session.get(AuthorityRow, authority_id, with_for_update=lock or None)
        if row is None:
            return None
        return _authority(row, (await self._links([authority_id])).get(authority_id, []))

    async def many(self, ids: Sequence[UUID]) -> dict[UUID, Authority]:
        if not ids:
            return {}
        rows = await self._session.exec(select(AuthorityRow).where(col(AuthorityRow.id).in_(ids)))
        links = await self._links(ids)
        return {row.id: _authority(row, links.get(row.id, [])) for row in rows}

    async def add(self, authority: Authority) -> None:
        row = AuthorityRow(**_plain(authority), status=authority.status.value)
        self._session.add(row)
        self._session.add_all(_link_rows(authority))
        await self._session.flush()

    async def save(self, authority: Authority) -> None:
        row = await self._session.get_one(AuthorityRow, authority.id)
        row.sqlmodel_update({**_plain(authority), "status": authority.status.value})
        await self._session.exec(
            delete(CoordinationRow).where(col(CoordinationRow.authority_id) == authority.id)
        )
        self._session.add_all(_link_rows(authority))
        await self._session.flush()

    async def _links(self, ids: Sequence[UUID]) -> dict[UUID, list[Coordination]]:
        statement = (
            select(CoordinationRow)
            .where(col(CoordinationRow.authority_id).in_(ids))
            .order_by(col(CoordinationRow.link), col(CoordinationRow.area))
        )
        links: dict[UUID, list[Coordination]] = {}
        for row in await self._session.exec(statement):
            link = Coordination(Link(row.link), row.area or None, row.coordinator_id)
            links.setdefault(row.authority_id, []).append(link)
        return links


class SqlUsers:
    """Officials; always asked for within one authority."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, user_id: UUID, *, lock: bool = False) -> User | None:
        row = await self._session.get(UserRow, user_id, with_for_update=lock or None)
        return _user(row) if row else None

    async def of(self, authority: UUID, *, page: int, size: int) -> tuple[list[User], int]:
        here = col(UserRow.authority_id) == authority
        total = (await self._session.exec(select(func.count()).select_from(UserRow).where(here))).one()
        statement = select(UserRow).where(here).order_by(col(UserRow.name), col(UserRow.id))
        rows = await self._session.exec(statement.limit(size).offset((page - 1) * size))
        return [_user(row) for row in rows], total

    async def add(self, user: User) -> None:
        self._session.add(UserRow(**_user_values(user)))
        await self._session.flush()

    async def save(self, user: User) -> None:
        row = await self._session.get_one(UserRow, user.id)
        row.sqlmodel_update(_user_values(user))
        await self._session.flush()


def _authority(row: AuthorityRow, links: list[Coordination]) -> Authority:
    plain = {name: getattr(row, name) for name in PLAIN}
    return Authority(**plain, status=Status(row.status), coordination=links)


def _plain(authority: Authority) -> dict[str, Any]:
    return {name: getattr(authority, name) for name in PLAIN}


def _link_rows(authority: Authority) -> Iterable[CoordinationRow]:
    for link in authority.coordination:
        yield CoordinationRow(
            authority_id=authority.id,
            link=link.link.value,
            area=link.area or "",
            coordinator_id=link.coordinator,
        )


def _user(row: UserRow) -> User:
    roles = {area: [Role(role) for role in roles] for area, roles in row.roles.items()}
    return User(
        id=row.id,
        authority=row.authority_id,
        name=row.name,
        email=row.email,
        language=row.language,
        roles=roles,
        active=row.active,
        version=row.version,
    )


def _user_values(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "authority_id": user.authority,
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "roles": {area: [role.value for role in roles] for area, roles in user.roles.items()},
        "active": user.active,
        "version": user.version,
    }
