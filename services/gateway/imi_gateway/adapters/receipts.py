"""Receipts given to member-state systems and the keys they sign with, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from imi_gateway.adapters.tables import ReceiptRow, SystemKeyRow

_HOLD = text("select pg_advisory_xact_lock(hashtextextended(:place, 4711))")
KEYS_PER_STATE = 10


class SqlReceipts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, country: str, message_id: str) -> Mapping[str, bytes]:
        # There may be no row yet to lock, so the name itself is locked.
        connection = await self._session.connection()
        await connection.execute(_HOLD, {"place": f"{country} {message_id}"})
        query = select(ReceiptRow).where(ReceiptRow.country == country, ReceiptRow.message_id == message_id)
        rows = (await self._session.exec(query)).all()
        return {row.said_sha256: row.envelope for row in rows}

    async def put(
        self, country: str, message_id: str, said_sha256: str, envelope: bytes, forget_at: datetime
    ) -> None:
        self._session.add(
            ReceiptRow(
                country=country,
                message_id=message_id,
                said_sha256=said_sha256,
                envelope=envelope,
                forget_at=forget_at,
            )
        )
        await self._session.flush()

    async def keys_of(self, country: str) -> Sequence[Mapping[str, Any]]:
        query = select(SystemKeyRow.jwk).where(col(SystemKeyRow.country) == country).limit(KEYS_PER_STATE)
        return (await self._session.exec(query)).all()

    async def put_key(self, country: str, jwk: Mapping[str, Any]) -> None:
        row = {"country": country, "kid": jwk["kid"], "jwk": dict(jwk)}
        statement = insert(SystemKeyRow).values(row)
        await self._session.exec(
            statement.on_conflict_do_update(index_elements=["country", "kid"], set_={"jwk": row["jwk"]})
        )
