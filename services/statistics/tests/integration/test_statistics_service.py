"""The whole service: events in from the bus, scoreboard out over HTTP, news back on the bus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aio_pika
import httpx
import pytest
from pydantic import SecretStr

from imi_contracts.envelope import Envelope
from imi_contracts.events import RequestAccepted, RequestReplied, RequestSent
from imi_contracts.topology import DEAD_QUEUE, EVENTS_EXCHANGE, QUEUES
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_topology
from imi_kit.identity import Identity
from imi_kit.service import Service
from imi_kit.sql import Database
from imi_kit.testing import TokenMint
from imi_statistics.bootstrap import QUEUE, build
from imi_statistics.openapi import export
from imi_statistics.settings import StatisticsSettings

pytestmark = pytest.mark.integration
REPOSITORY = Path(__file__).parents[4]
MINT = TokenMint()
OFFICIAL = Identity("u-1", "person", "DE")


@pytest.fixture
async def service(database: Database, amqp_url: str) -> AsyncIterator[Service]:
    settings = StatisticsSettings(
        http_port=0,
        amqp_url=SecretStr(amqp_url),
        database_url=SecretStr(database.url),
        identity_public_key=MINT.public_key,
    )
    found = build(settings)
    yield found
    assert found.close
    await found.close()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(service.app)
    headers = MINT.bearer(OFFICIAL)  # lives a minute only, so not made before it is needed
    async with httpx.AsyncClient(transport=transport, base_url="http://statistics", headers=headers) as found:
        yield found


@asynccontextmanager
async def at_work(service: Service) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(run(stop)) for group in service.workers.values() for run in group]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait(tasks, timeout=10)


async def test_the_story_reaches_the_scoreboard_and_the_news_goes_out(
    service: Service, client: httpx.AsyncClient, amqp_url: str, case: Any
) -> None:
    one = case()
    steps = [
        one.step(RequestSent, "2026-02-02T09:00"),
        one.step(RequestAccepted, "2026-02-03T09:00", deadline_agreed="2026-02-10"),
        one.step(RequestReplied, "2026-02-07T21:00"),
    ]
    async with connected(amqp_url, "test") as connection:
        wanted = {QUEUE, "gateway.events", DEAD_QUEUE}
        await declare_topology(connection, [queue for queue in QUEUES if queue.name in wanted])
        channel = await connection.channel()
        exchange = await channel.get_exchange(EVENTS_EXCHANGE)
        news = await channel.get_queue("gateway.events")
        async with at_work(service), asyncio.timeout(20):
            for step in steps:
                await exchange.publish(aio_pika.Message(step.to_json()), routing_key=step.type)
            line: dict[str, Any] = {}
            while line.get("average_days", {}).get("count") != 1:
                await asyncio.sleep(0.05)
                answer = await client.get("/scoreboard?from=2026-02-01&to=2026-02-28")
                line = next(iter(answer.json()["countries"]), {})
            types = set()
            while "statistics.scoreboard.changed.v1" not in types:
                if message := await news.get(fail=False, no_ack=True):
                    types.add(Envelope.from_json(message.body).type)
    assert line == {
        "country": "HU",
        "received": 1,
        "accepted_in_week": {"share": 1.0, "count": 1, "of": 1, "colour": "green"},
        "answered_by_date": {"share": 1.0, "count": 1, "of": 1, "colour": "green"},
        "average_days": {"value": 5.5, "count": 1, "colour": "green"},
        "timeliness": {"share": None, "count": 0, "of": 0, "colour": None},
        "effort": {"share": None, "count": 0, "of": 0, "colour": None},
        "overall": {"points": 3.0, "colour": "green"},
    }


async def test_the_definitions_are_told_with_the_figures(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/scoreboard?scheme=2012&from=2012-05-01&to=2013-04-30&area=services")).json()
    assert answer["period"] == {"from": "2012-05-01", "to": "2013-04-30"}
    assert (answer["area"], answer["countries"]) == ("services", [])
    definitions = answer["definitions"]
    assert definitions["scheme"] == "2012"
    assert definitions["indicators"]["accepted_in_week"]["green"] == {"relation": "at_least", "limit": 0.8}
    assert definitions["overall_points"] == {"green": 2, "yellow": 1, "red": 0}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("from=2026-02-02&to=2026-02-01", 422, "scoreboard.period_reversed"),
        ("scheme=1999", 404, "scoreboard.scheme_unknown"),
        ("from=yesterday", 422, "request.malformed"),
        ("area=%27%3B--", 422, "request.malformed"),
    ],
)
async def test_questions_that_make_no_sense_are_refused(
    client: httpx.AsyncClient, query: str, status: int, code: str
) -> None:
    answer = await client.get(f"/scoreboard?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_what_is_left_empty_is_not_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get("/scoreboard?area=&from=&to=&scheme=")
    assert (answer.status_code, answer.json()["area"]) == (200, None)


async def test_who_is_not_logged_in_sees_nothing(client: httpx.AsyncClient) -> None:
    assert (await client.get("/scoreboard", headers={"Authorization": ""})).status_code == 401


async def test_it_is_ready_with_its_database(client: httpx.AsyncClient) -> None:
    assert (await client.get("/readyz")).status_code == 200


def test_the_published_api_document_is_fresh() -> None:
    published = REPOSITORY / "contracts" / "openapi" / "statistics.json"
    assert published.read_text(encoding="utf-8") == export()
