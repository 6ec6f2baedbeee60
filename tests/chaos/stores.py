"""What the stores say, read past the services: outboxes, audit, facts, notices, mails, receipts."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError

from imi_local.provision.accounts import DOCUMENT_SERVICES, SQL_SERVICES, database_name

from .place import Place

SECONDS = 10.0
DOWN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, PyMongoError)
_PENDING = """
select count(*) from free_text, jsonb_each(translations) wanted where wanted.value->>'status' = 'pending'
"""
_DROPPED = re.compile(rb'"count": (\d+), "event": "repeats_dropped"')
_ENDED = re.compile(r"([a-z-]+) has ended; starting it again")
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([0-9a-f-]{36})@", re.MULTILINE | re.IGNORECASE)


@asynccontextmanager
async def sql(place: Place, service: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(place.database(service), timeout=SECONDS, command_timeout=SECONDS)
    try:
        yield connection
    finally:
        await connection.close(timeout=SECONDS)


@asynccontextmanager
async def documents(place: Place, service: str) -> AsyncIterator[Any]:
    client: Any = AsyncIOMotorClient(
        place.documents(service), serverSelectionTimeoutMS=5000, socketTimeoutMS=10000, tz_aware=True
    )
    try:
        yield client[database_name(service)]
    finally:
        client.close()


async def rows(place: Place, service: str, query: str, *values: object) -> list[asyncpg.Record]:
    async with sql(place, service) as connection:
        found: list[asyncpg.Record] = await connection.fetch(query, *values)
        return found


async def unsettled(place: Place) -> list[str]:
    """Messages in outboxes, mails that wait, translations that have not come back."""
    try:
        counts = {
            f"messages in the outbox of {name}": await _sql_outbox(place, name) for name in SQL_SERVICES
        }
        for name in DOCUMENT_SERVICES:
            async with documents(place, name) as store:
                counts[f"messages in the outbox of {name}"] = await store.outbox.count_documents({})
        async with documents(place, "notifications") as store:
            counts["mails waiting"] = await store.mails.count_documents({"state": "waiting"})
        counts["translations pending"] = (await rows(place, "requests", _PENDING))[0][0]
    except DOWN as error:
        return [f"a store does not answer: {type(error).__name__}"]
    return [f"{count} {name}" for name, count in counts.items() if count]


async def _sql_outbox(place: Place, service: str) -> int:
    return int((await rows(place, service, "select count(*) from outbox"))[0][0])


async def notices(place: Place) -> list[dict[str, Any]]:
    async with documents(place, "notifications") as store:
        found: list[dict[str, Any]] = await store.notices.find({}).to_list(100_000)
        return found


def mails(folder: Path) -> Counter[str]:
    """How often each notice was mailed: its id is the mail's Message-ID."""
    found = (_MESSAGE_ID.search(file.read_bytes()) for file in folder.glob("*.eml"))
    return Counter(match.group(1).decode() for match in found if match)


def ended(output: Path) -> Counter[str]:
    """How often each process ended unasked, as the supervisor says."""
    return Counter(_ENDED.findall(output.read_text())) if output.exists() else Counter()


def repeats_dropped(logs: Path, names: Sequence[str] = ("*.log",)) -> int:
    """How many messages came again and were dropped by an inbox, as the consumers' logs say."""
    files = [file for name in names for file in logs.glob(name)]
    return sum(int(match) for file in files for match in _DROPPED.findall(file.read_bytes()))
