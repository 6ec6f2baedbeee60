"""From an event on the bus to the open page and to the states' queues."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import aio_pika
import httpx
import pytest
import uvicorn

from imi_contracts.envelope import Envelope
from imi_contracts.events import NoticeCreated, RequestSent, ScoreboardChanged, TextTranslated, UserRegistered
from imi_contracts.messages import Event
from imi_gateway.application.tokens import ADMINISTRATOR
from imi_gateway.bootstrap import MIGRATIONS, build
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_at
from imi_kit.clock import new_id
from imi_kit.service import Service
from imi_kit.sql.migrations import migrate
from imi_kit.testing import TokenMint, enveloped
from imi_local.fresh import Servers

pytestmark = pytest.mark.integration
WAIT_SECONDS = 10.0
AREA = "professional-qualifications"


class Running:
    """The gateway as two processes: this one with the consumer, another that only serves pages."""

    def __init__(self, url: str, service: Service, amqp_url: str, mint: TokenMint) -> None:
        self.url, self.service, self.amqp_url, self.mint = url, service, amqp_url, mint

    async def publish(self, *events: Event, sequence: int = 1) -> list[Envelope]:
        envelopes = [enveloped(event, sequence=sequence) for event in events]
        await self.publish_again(*envelopes)
        return envelopes

    async def publish_again(self, *envelopes: Envelope) -> None:
        async with connected(self.amqp_url, "test") as connection:
            exchange = await (await connection.channel()).get_exchange("imi.events", ensure=False)
            for envelope in envelopes:
                await exchange.publish(aio_pika.Message(envelope.to_json()), envelope.type)

    async def received(self, queue: str, count: int) -> list[Envelope]:
        async with connected(self.amqp_url, "test") as connection:
            place = await (await connection.channel()).get_queue(queue, ensure=False)
            found: list[Envelope] = []
            until = time.monotonic() + WAIT_SECONDS
            while len(found) < count and time.monotonic() < until:
                message = await place.get(no_ack=True, fail=False)
                if message is None:
                    await asyncio.sleep(0.02)
                else:
                    found.append(Envelope.from_json(message.body))
            await asyncio.sleep(0.3)
            assert await place.get(no_ack=True, fail=False) is None
            return found

    async def session(self) -> tuple[UserRegistered, httpx.AsyncClient]:
        """Somebody the directory announced, logged in (by the handler's own door, not through pages)."""
        from imi_gateway.adapters.secrets import token_hash
        from imi_gateway.entrypoints.session import new_token

        user = UserRegistered(
            user_id=uuid4(),
            name="Anna Muster",
            email="anna@example.eu",
            language="de",
            authority_id=uuid4(),
            country="DE",
            roles={AREA: ["request_handler"]},
            active=True,
        )
        await self.publish(user)
        state, cookie = self.service.app.state, new_token()
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            async with state.unit_of_work() as uow:
                if await uow.people.find(user.user_id):
                    await uow.sessions.put(token_hash(cookie), user.user_id, datetime.now(UTC))
                    break
            await asyncio.sleep(0.02)
        client = httpx.AsyncClient(
            base_url=self.url, cookies={state.cookies.session: cookie}, timeout=WAIT_SECONDS
        )
        return user, client


class Page:
    """An EventSource: names of the events in the order they came."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()
        self.raw: list[str] = []

    async def next(self) -> str | None:
        """The next event's name; None at the end of the stream."""
        async with asyncio.timeout(WAIT_SECONDS):
            async for line in self._lines:
                self.raw.append(line)
                if line.startswith("event: "):
                    return line.removeprefix("event: ")
            return None


@asynccontextmanager
async def page(client: httpx.AsyncClient, path: str = "/changes", **headers: str) -> AsyncIterator[Page]:
    async with client.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        opened = Page(answer)
        assert await opened.next() == "ready"
        yield opened


@pytest.fixture(scope="module")
def vhost(servers: Servers) -> Any:
    with servers.fresh_vhost() as url:
        yield url


@pytest.fixture(scope="module")
async def running(module_database: str, vhost: str, settings_for: Any) -> AsyncIterator[Running]:
    await asyncio.to_thread(migrate, module_database, MIGRATIONS)
    await declare_at(vhost)
    mint, stop = TokenMint(), asyncio.Event()
    settings = settings_for(module_database, vhost, mint)
    consuming, serving = build(settings), build(settings)
    runs = [run for role in ("consumer", "relay") for run in consuming.workers[role]] + serving.workers[
        "http"
    ]
    tasks = [asyncio.create_task(run(stop)) for run in runs]
    server = uvicorn.Server(uvicorn.Config(serving.app, port=0, log_config=None, lifespan="off"))
    tasks.append(asyncio.create_task(server._serve()))
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Running(f"http://127.0.0.1:{port}", serving, vhost, mint)
    begun = time.monotonic()
    stop.set()
    server.should_exit = True
    await asyncio.wait(tasks, timeout=15)
    # Open streams must not hold the process up.
    assert time.monotonic() - begun < 5
    for made in (consuming, serving):
        assert made.close
        await made.close()


def sent(requesting: Any, responding: Any, countries: tuple[str, str] = ("DE", "HU")) -> RequestSent:
    return RequestSent(
        request_id=uuid4(),
        number="2026-000001",
        area=AREA,
        requesting_authority=requesting,
        requesting_country=countries[0],
        responding_authority=responding,
        responding_country=countries[1],
        status="awaiting_acceptance",
        side="requesting",
        happened_at=datetime.now(UTC),
    )


async def test_a_page_hears_of_her_notices_her_authoritys_requests_and_statistics(running: Running) -> None:
    anna, client = await running.session()
    async with client, page(client) as opened:
        await running.publish(NoticeCreated(notice_id=uuid4(), user_id=anna.user_id, kind="request.sent"))
        assert await opened.next() == "notices"
        event = sent(anna.authority_id, uuid4())
        await running.publish(event)
        assert {await opened.next(), await opened.next()} == {f"request:{event.request_id}", "requests"}
        await running.publish(ScoreboardChanged(country="HU"))
        assert await opened.next() == "statistics"
        # Names only: whatever the page wants to show it must fetch, with its rights.
        assert {line for line in opened.raw if line.startswith("data:")} == {"data: 1"}


async def test_a_page_hears_nothing_of_others(running: Running) -> None:
    _, client = await running.session()
    async with client, page(client) as opened:
        await running.publish(
            NoticeCreated(notice_id=uuid4(), user_id=uuid4(), kind="request.sent"),
            sent(uuid4(), uuid4()),
            ScoreboardChanged(country="HU"),
        )
        assert await opened.next() == "statistics"


async def test_logout_ends_her_open_pages(running: Running) -> None:
    _, client = await running.session()
    async with client, page(client) as opened:
        cookies = running.service.app.state.cookies
        token = running.service.app.state.hasher.csrf_token(client.cookies[cookies.session])
        answer = await client.post("/logout", headers={"x-csrf-token": token})
        assert answer.status_code == 303
        assert await opened.next() is None


async def test_deactivation_in_the_directory_ends_them_too(running: Running) -> None:
    anna, client = await running.session()
    async with client, page(client) as opened:
        await running.publish(anna.model_copy(update={"active": False}), sequence=2)
        assert await opened.next() is None
        assert (await client.get("/changes")).status_code == 401


async def test_a_session_that_ran_out_ends_them_at_the_next_heartbeat(running: Running) -> None:
    from imi_gateway.adapters.secrets import token_hash

    _, client = await running.session()
    async with client, page(client) as opened:
        cookies = running.service.app.state.cookies
        async with running.service.app.state.unit_of_work() as uow:
            await uow.sessions.remove(token_hash(client.cookies[cookies.session]))
        assert await opened.next() is None


async def test_a_quiet_stream_shows_that_it_lives(running: Running) -> None:
    _, client = await running.session()
    async with client, client.stream("GET", "/changes") as answer, asyncio.timeout(WAIT_SECONDS):
        async for line in answer.aiter_lines():
            if line.startswith(": still here"):
                return
    raise AssertionError("no heartbeat")


async def test_a_fifth_page_of_one_session_is_told_to_do_without(running: Running) -> None:
    _, client = await running.session()
    async with client, page(client), page(client), page(client):
        async with page(client):
            assert (await client.get("/changes")).status_code == 204
        until = time.monotonic() + WAIT_SECONDS
        while (answer := await head_of(client)) == 204 and time.monotonic() < until:
            await asyncio.sleep(0.05)
        assert answer == 200


async def head_of(client: httpx.AsyncClient) -> int:
    async with client.stream("GET", "/changes") as answer:
        return answer.status_code


async def test_a_page_that_comes_back_is_told_to_look_at_everything_again(running: Running) -> None:
    _, client = await running.session()
    case = str(uuid4())
    headers = {"last-event-id": "x", "referer": f"{running.url}/requests/{case}"}
    async with client, page(client, **headers) as opened:
        names = [await opened.next() for _ in range(4)]
        assert names == ["notices", "requests", "statistics", f"request:{case}"]


async def test_both_states_get_the_very_same_event_once(running: Running) -> None:
    event = sent(uuid4(), uuid4(), ("AT", "SI"))
    envelopes = await running.publish(event)
    await running.publish_again(*envelopes)
    assert await running.received("ms.at.out", 1) == envelopes
    assert await running.received("ms.si.out", 1) == envelopes


async def test_a_translation_is_announced_to_both_states_too(running: Running) -> None:
    event = TextTranslated(
        request_id=new_id(),
        requesting_country="SE",
        responding_country="FI",
        requesting_authority=new_id(),
        responding_authority=new_id(),
        language="sv",
        available=True,
    )
    envelopes = await running.publish(event)
    assert await running.received("ms.se.out", 1) == envelopes
    assert await running.received("ms.fi.out", 1) == envelopes


async def test_the_process_says_whether_it_is_ready(running: Running) -> None:
    async with httpx.AsyncClient(base_url=running.url) as client:
        answer = await client.get("/readyz")
        assert answer.json() == {"ready": True, "checks": {"database": "ok", "changes": "ok"}}
        bearer = running.mint.bearer(ADMINISTRATOR)
        assert (await client.post("/admin/accounts", content=json.dumps([]), headers=bearer)).status_code in {
            200,
            422,
        }
