"""After a whole case not one of its words stands anywhere but in the request itself."""

import asyncio
import json
import time
import urllib.request
from pathlib import Path
from typing import Any

import aio_pika
import asyncpg
import pymongo
import pytest

from imi_local.provision.accounts import SERVICES
from imi_local.running import RunningStack
from imi_local.servers.state import RunState

from .knocking import SECONDS, Case, Doors, found, person

pytestmark = pytest.mark.integration
TOLD = {"requests.request.sent.v1", "requests.request.replied.v1", "requests.request.closed.v1"}


@pytest.fixture(scope="module")
async def closed(doors: Doors, chambers: dict[str, list[str]], stack: RunningStack) -> Any:
    """A case from beginning to end, and what both states' systems heard of it."""
    case = Case(doors, person(chambers["DE"][0], "DE"), person(chambers["HU"][0], "HU"))
    case.drafted()
    for step in (case.sent, case.accepted, case.answered, case.closed):
        step()
    heard = [await heard_by(stack, country, case.id) for country in ("DE", "HU")]
    return case, heard


async def heard_by(stack: RunningStack, country: str, request: str) -> list[dict[str, Any]]:
    """Everything in the state's queue, until the closing of this request is among it."""
    heard: list[dict[str, Any]] = []
    connection = await aio_pika.connect(stack.amqp_url(country))
    async with connection:
        queue = await (await connection.channel()).get_queue(f"ms.{country.lower()}.out", ensure=False)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and not _has_closed(heard, request):
            message = await queue.get(no_ack=True, fail=False)
            if message is None:
                await asyncio.sleep(0.2)
            else:
                heard.append(json.loads(message.body))
    return heard


def _has_closed(heard: list[dict[str, Any]], request: str) -> bool:
    return any(e["type"] == "requests.request.closed.v1" and e["subject"] == request for e in heard)


async def test_events_carry_none_of_it(closed: Any) -> None:
    case, heard = closed
    for events in heard:
        assert {event["type"] for event in events if event["subject"] == case.id} >= TOLD
        assert found(case.words, events) == []


def test_mails_and_notices_carry_none_of_it(closed: Any, stack: RunningStack) -> None:
    case, _ = closed
    number = case.shown_to(case.anna)["number"]
    mails = _until_mentioned(stack.run_dir / "mail", number)
    assert mails, "nobody was written to"
    assert found(case.words, "".join(mails)) == []


def _until_mentioned(folder: Path, number: str) -> list[str]:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        mails = [file.read_text(errors="replace") for file in folder.glob("*.eml")]
        if about := [mail for mail in mails if number in mail]:
            return about
        time.sleep(0.5)
    return []


def test_logs_carry_none_of_it(closed: Any, stack: RunningStack) -> None:
    case, _ = closed
    logs = [*(stack.run_dir / "logs").glob("*"), *(stack.run_dir / "rabbitmq" / "log").rglob("*.log")]
    written = "".join(file.read_text(errors="replace") for file in logs)
    assert written
    assert found(case.words, written) == []


def test_figures_are_labelled_with_none_of_it(closed: Any, doors: Doors) -> None:
    case, _ = closed
    for service in SERVICES:
        with urllib.request.urlopen(f"{doors.address(service)}/metrics", timeout=SECONDS) as answer:
            figures = answer.read().decode()
        assert "imi_http_requests_total" in figures
        assert found(case.words | {"identifier": case.id, "person": case.anna.subject}, figures) == []


@pytest.mark.parametrize("service", ["directory", "statistics", "gateway"])
async def test_other_services_tables_hold_none_of_it(closed: Any, state: RunState, service: str) -> None:
    case, _ = closed
    assert found(case.words, await _rows(state, service, everything=True)) == []


async def test_nothing_of_it_waits_beside_the_request(closed: Any, state: RunState) -> None:
    """Remembered answers, messages and audit live longer than the content may."""
    case, _ = closed
    assert found(case.words, await _rows(state, "requests", everything=False)) == []


CONTENT = ("request", "free_text", "attachment")


async def _rows(state: RunState, service: str, *, everything: bool) -> str:
    """All rows of all tables as text; of the requests' own only those that are not the content."""
    port, password = state.last_port("postgres"), state.secret(f"sql.{service}")
    connection = await asyncpg.connect(
        f"postgresql://imi_{service}:{password}@127.0.0.1:{port}/imi_{service}"
    )
    try:
        names = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        tables = [row["tablename"] for row in names if everything or row["tablename"] not in CONTENT]
        assert tables
        rows = [await connection.fetch(f'select t::text as row from "{table}" t') for table in tables]
        bodies = await connection.fetch("select convert_from(body, 'UTF8') as row from outbox")
        return "\n".join(str(row["row"]) for found_rows in [*rows, bodies] for row in found_rows)
    finally:
        await connection.close()


@pytest.mark.parametrize("service", ["notifications", "translation"])
def test_other_services_documents_hold_none_of_it(closed: Any, state: RunState, service: str) -> None:
    case, _ = closed
    port, password, name = state.last_port("mongodb"), state.secret(f"documents.{service}"), f"imi_{service}"
    url = f"mongodb://{name}:{password}@127.0.0.1:{port}/?replicaSet=secantus&authSource={name}"
    with pymongo.MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=5000) as client:
        for collection in client[name].list_collection_names():
            for row in client[name][collection].find({}):
                assert found(case.words, str(row)) == [], collection


async def test_objects_are_not_stored_as_they_came(closed: Any, stack: RunningStack) -> None:
    """Neither the file's name nor a word of it: bytes are encrypted before they leave the service."""
    case, _ = closed
    sought = [word.encode() for word in case.words.values()]
    for file in (stack.run_dir / "objects").rglob("*"):
        if file.is_file():
            stored = file.read_bytes()
            assert not [word for word in sought if word in stored], file
