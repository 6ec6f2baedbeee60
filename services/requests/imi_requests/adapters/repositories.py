"""Requests, authorities, audit, keys and planned removals in PostgreSQL."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_contracts.vocabularies.enums import Side
from imi_requests.adapters.mapping import (
    audit_from,
    authority_from,
    new_row,
    request_from,
    write_request,
    write_text,
)
from imi_requests.adapters.tables import (
    AuditRow,
    AuthorityRow,
    ExchangeKeyRow,
    FreeTextRow,
    NumberRow,
    RemovalRow,
    RequestRow,
)
from imi_requests.application.ports import Box, Involved
from imi_requests.domain.audit import AuditEntry
from imi_requests.domain.authority import Authority
from imi_requests.domain.request import Request
from imi_requests.domain.texts import FreeText

MAX_STEPS = 500
_CONTENT = (selectinload(RequestRow.texts), selectinload(RequestRow.attachments))  # type: ignore[arg-type]


class SqlRequests:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._rows: dict[UUID, RequestRow] = {}
        self._held: set[UUID] = set()

    async def get(self, request_id: UUID, *, for_change: bool = False) -> Request | None:
        if request_id in self._held:
            # Nobody else can have changed it since, so the view after a command needs no second look.
            return request_from(self._rows[request_id])
        query = select(RequestRow).where(RequestRow.id == request_id).options(*_CONTENT)
        if for_change:
            query = query.with_for_update().execution_options(populate_existing=True)
        row = (await self._session.exec(query)).one_or_none()
        if row is None:
            return None
        self._rows[row.id] = row
        if for_change:
            self._held.add(row.id)
        return request_from(row)

    async def add(self, request: Request) -> None:
        row = new_row(request)
        self._session.add(row)
        self._rows[row.id] = row
        self._held.add(row.id)
        await self._session.flush()

    async def save(self, request: Request) -> None:
        """Only what was read in this transaction (for changing) can be saved."""
        write_request(request, self._rows[request.id])
        await self._session.flush()

    async def next_number(self, year: int) -> int:
        statement = (
            insert(NumberRow)
            .values(year=year, last=1)
            .on_conflict_do_update(index_elements=["year"], set_={"last": NumberRow.last + 1})
            .returning(col(NumberRow.last))
        )
        return int((await self._session.exec(statement)).scalar_one())

    async def listed(self, box: Box, who: Involved, *, limit: int, offset: int) -> tuple[list[Request], int]:
        query = (
            select(RequestRow)
            .where(_in_box(box, who))
            .order_by(col(RequestRow.changed_at).desc(), col(RequestRow.id).desc())
            .limit(limit)
            .offset(offset)
        )
        rows = (await self._session.exec(query)).all()
        found = [request_from(row, with_content=False) for row in rows]
        total = offset + len(rows) if 0 < len(rows) < limit else await self.count(box, who)
        return found, total

    async def count(self, box: Box, who: Involved) -> int:
        query = select(func.count()).select_from(RequestRow).where(_in_box(box, who))
        return (await self._session.exec(query)).one()

    async def of_text(self, text_id: UUID) -> UUID | None:
        query = select(FreeTextRow.request_id).where(FreeTextRow.id == text_id)
        return (await self._session.exec(query)).one_or_none()

    async def save_translations(self, text: FreeText) -> None:
        rows = (row for request in self._rows.values() for row in request.texts)
        row = next(row for row in rows if row.id == text.id)
        write_text(text, row, row.request_id)
        await self._session.flush()


def _in_box(box: Box, who: Involved) -> ColumnElement[bool]:
    """The condition of a list; each branch of the `or` has an index of its own."""
    sides = [box.side] if box.side else [Side.REQUESTING, Side.RESPONDING]
    conditions: list[ColumnElement[bool]] = [
        or_(*(_on_side(side, box, who) for side in sides)),
        col(RequestRow.status).in_([status.value for status in box.statuses]),
    ]
    if who.areas is not None:
        conditions.append(col(RequestRow.area).in_(sorted(who.areas)))
    return and_(*conditions)


def _on_side(side: Side, box: Box, who: Involved) -> ColumnElement[bool]:
    requesting = side is Side.REQUESTING
    authority = RequestRow.requesting if requesting else RequestRow.responding
    country = RequestRow.requesting_country if requesting else RequestRow.responding_country
    waits = RequestRow.waits_for_requesting if requesting else RequestRow.waits_for_responding
    mine = col(authority) == who.authority if who.authority else col(country) == who.country
    return and_(mine, col(waits).is_(True)) if box.only_waiting else mine


class SqlAuthorities:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, authority_id: UUID) -> Authority | None:
        return (await self.several({authority_id})).get(authority_id)

    async def several(self, ids: set[UUID]) -> dict[UUID, Authority]:
        rows = await self._session.exec(select(AuthorityRow).where(col(AuthorityRow.id).in_(ids)))
        return {row.id: authority_from(row) for row in rows}

    async def put(self, authority: Authority) -> None:
        """Two consumers may hold news of the same authority; the newer wins whatever the order."""
        values: dict[str, Any] = dict(authority.__dict__)
        statement = insert(AuthorityRow).values(**values)
        newer = AuthorityRow.__table__.c.sequence < authority.sequence  # type: ignore[attr-defined]
        statement = statement.on_conflict_do_update(index_elements=["id"], set_=values, where=newer)
        await self._session.exec(statement)


class SqlAudit:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def last(self, request_id: UUID) -> AuditEntry | None:
        query = (
            select(AuditRow)
            .where(AuditRow.request_id == request_id)
            .order_by(col(AuditRow.position).desc())
            .limit(1)
        )
        row = (await self._session.exec(query)).one_or_none()
        return audit_from(row) if row else None

    async def add(self, entry: AuditEntry) -> None:
        self._session.add(AuditRow(**entry.__dict__))
        await self._session.flush()

    async def steps(self, request_id: UUID) -> list[AuditEntry]:
        query = (
            select(AuditRow)
            .where(AuditRow.request_id == request_id, col(AuditRow.step).is_not(None))
            .order_by(col(AuditRow.position))
            .limit(MAX_STEPS)
        )
        return [audit_from(row) for row in await self._session.exec(query)]


class SqlKeys:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, request_id: UUID) -> bytes | None:
        row = await self._session.get(ExchangeKeyRow, request_id)
        return row.wrapped if row else None

    async def add(self, request_id: UUID, wrapped: bytes) -> None:
        self._session.add(ExchangeKeyRow(request_id=request_id, wrapped=wrapped))
        await self._session.flush()


class SqlRemovals:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def plan(self, name: str, not_before: datetime) -> None:
        statement = insert(RemovalRow).values(name=name, not_before=not_before)
        later = {"not_before": not_before}
        await self._session.exec(statement.on_conflict_do_update(index_elements=["name"], set_=later))

    async def cancel(self, name: str) -> bool:
        result = await self._session.exec(delete(RemovalRow).where(col(RemovalRow.name) == name))
        return bool(result.rowcount)

    async def due(self, now: datetime, limit: int) -> list[str]:
        query = (
            select(RemovalRow.name)
            .where(col(RemovalRow.not_before) <= now)
            .order_by(text("not_before"))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return list(await self._session.exec(query))
