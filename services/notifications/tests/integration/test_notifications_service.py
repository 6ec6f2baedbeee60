"""The service as it runs: an event arrives, people find a notice in their inbox and a mail in their language."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aio_pika
import httpx
import pytest

from imi_contracts.envelope import Envelope
from imi_contracts.events import RequestReplied, RequestSent, UserChanged, UserRegistered
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_at
from imi_kit.clock import SystemClock
from imi_kit.identity import Identity
from imi_kit.mongo import Documents
from imi_kit.service import Service
from imi_kit.testing import TokenMint, enveloped
from imi_notifications.adapters.outgoing import MongoOutgoing
from imi_notifications.adapters.work import USERS
from imi_notifications.bootstrap import build
from imi_notifications.openapi import export
from imi_notifications.settings import NotificationsSettings

pytestmark = pytest.mark.integration
REPOSITORY = Path(__file__).resolve().parents[4]
ADMINISTRATOR = Identity("admin", "administrator")


@pytest.fixture
async def service(
    documents: Documents,
    mongo_url: str,
    mongo_database: str,
    amqp_url: str,
    mint: TokenMint,
    mail_server: Any,
) -> AsyncIterator[Service]:
    await declare_at(amqp_url)
    found = build(
        NotificationsSettings(
            http_port=0, amqp_url=amqp_url, identity_public_key=mint.public_key, mongo_url=mongo_url,
            mongo_database=mongo_database, smtp_url=mail_server.url, public_url="https://imi.example",
        )
    )  # fmt: skip
    yield found
    if found.close:
        await found.close()


class House:
    """The service from outside: events go in, notices, mails and events come out."""

    def __init__(self, client: httpx.AsyncClient, channel: Any, mint: TokenMint) -> None:
        self.client, self.channel, self._mint = client, channel, mint

    async def arrive(self, *events: Any, sequence: int = 1) -> list[Envelope]:
        return [await self.publish(enveloped(event, sequence=sequence)) for event in events]

    async def publish(self, envelope: Envelope) -> Envelope:
        exchange = await self.channel.get_exchange("imi.events", ensure=False)
        message = aio_pika.Message(envelope.to_json(), message_id=str(envelope.id))
        await exchange.publish(message, routing_key=envelope.type)
        return envelope

    async def get(self, path: str, user_id: UUID | str, language: str = "hu", **query: Any) -> Any:
        identity = Identity(str(user_id), "person", country="HU", language=language)
        answer = await self.client.get(path, params=query, headers=self._mint.bearer(identity))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, user_id: UUID | str) -> httpx.Response:
        identity = Identity(str(user_id), "person", country="HU", language="hu")
        return await self.client.post(path, headers=self._mint.bearer(identity))

    async def as_administrator(self, method: str, path: str) -> httpx.Response:
        return await self.client.request(method, path, headers=self._mint.bearer(ADMINISTRATOR))

    async def notices_of(self, user: UserRegistered, at_least: int = 1) -> list[dict[str, Any]]:
        async with asyncio.timeout(15):
            while True:
                found: dict[str, Any] = await self.get("/notices", user.user_id)
                if found["total"] >= at_least:
                    items: list[dict[str, Any]] = found["items"]
                    return items
                await asyncio.sleep(0.05)


@pytest.fixture
async def house(service: Service, amqp_url: str, mint: TokenMint) -> AsyncIterator[House]:
    transport = httpx.ASGITransport(app=service.app, raise_app_exceptions=False)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
        connected(amqp_url, "test") as connection,
    ):
        yield House(client, await connection.channel(), mint)


async def eventually(check: Callable[[], Any], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not check():
            await asyncio.sleep(0.05)


async def test_a_sent_request_becomes_a_notice_and_a_mail_in_hungarian(
    house: House, service: Service, at_work: Any, world: Any, mail_server: Any
) -> None:
    anna = world.user()
    async with at_work(service):
        await house.arrive(world.authority("DE"), anna, world.step(RequestSent))
        (notice,) = await house.notices_of(anna)
        await eventually(lambda: mail_server.raw)
        await asyncio.sleep(1.2)
    assert (notice["number"], notice["language"], notice["read"]) == ("EX-2026-000123", "hu", False)
    assert notice["link"] == f"/requests/{world.request}"
    assert notice["text"].startswith("Tartományi Fogorvosi Kamara (Németország)")
    (mail,) = mail_server.mails()
    assert mail["Subject"] == "IMI EX-2026-000123: Új megkeresés"
    assert mail["Message-ID"] == f"<{notice['id']}@openimi.localhost>"
    assert mail_server.recipients == ["anna@kamara.example"]


async def test_an_inbox_is_read_in_the_language_asked_for(
    house: House, service: Service, at_work: Any, world: Any
) -> None:
    anna = world.user()
    async with at_work(service):
        await house.arrive(anna, world.step(RequestSent))
        await house.notices_of(anna)
    titles = {
        language: (await house.get("/notices", anna.user_id, lang=language))["items"][0]["title"]
        for language in ("en", "de", "fr")
    }
    assert titles == {"en": "New request", "de": "Neue Anfrage", "fr": "Nouvelle demande"}


async def test_each_notice_is_announced_on_the_bus(
    house: House, service: Service, at_work: Any, world: Any
) -> None:
    anna = world.user()
    async with at_work(service):
        await house.arrive(anna, world.step(RequestSent))
        (notice,) = await house.notices_of(anna)
        queue = await house.channel.get_queue("gateway.events", ensure=False)
        types: list[Envelope] = []
        async with asyncio.timeout(10):
            while not any(e.type == "notifications.notice.created.v1" for e in types):
                message = await queue.get(fail=False, timeout=5)
                if message is None:
                    await asyncio.sleep(0.05)
                    continue
                await message.ack()
                types.append(Envelope.from_json(message.body))
    assert types[-1].data == {
        "notice_id": notice["id"], "user_id": str(anna.user_id), "kind": "request.sent",
    }  # fmt: skip


async def test_an_event_that_arrives_three_times_makes_one_notice_and_one_mail(
    house: House, service: Service, at_work: Any, world: Any, mail_server: Any
) -> None:
    anna, step = world.user(), enveloped(world.step(RequestSent))
    async with at_work(service):
        await house.arrive(anna)
        for _ in range(3):
            await house.publish(step)
        await house.notices_of(anna)
        await eventually(lambda: mail_server.raw)
        await asyncio.sleep(1.5)
    assert (await house.get("/notices", anna.user_id))["total"] == 1
    assert len(mail_server.raw) == 1


async def test_people_read_and_mark_only_their_own_notices(
    house: House, service: Service, at_work: Any, world: Any
) -> None:
    anna, bela = world.user(), world.user(email="bela@kamara.example")
    async with at_work(service):
        await house.arrive(anna, bela, world.step(RequestSent), world.step(RequestSent))
        notices = await house.notices_of(anna, at_least=2)
    assert (await house.post(f"/notices/{notices[0]['id']}/read", bela.user_id)).status_code == 404
    assert (await house.post(f"/notices/{uuid4()}/read", anna.user_id)).status_code == 404
    marked = await house.post(f"/notices/{notices[0]['id']}/read", anna.user_id)
    assert (marked.status_code, marked.json()["read"]) == (200, True)
    assert await house.get("/notices/count", anna.user_id) == {"unread": 1}
    assert (await house.get("/notices", anna.user_id, unread=True))["total"] == 1
    assert (await house.post("/notices/read-all", anna.user_id)).json() == {"read": 1}
    assert await house.get("/notices/count", anna.user_id) == {"unread": 0}
    assert await house.get("/notices/count", bela.user_id) == {"unread": 2}
    assert (await house.get("/notices", uuid4()))["total"] == 0


async def test_the_newest_notice_comes_first_and_pages_do_not_overlap(
    house: House, service: Service, at_work: Any, world: Any
) -> None:
    anna = world.user()
    steps = [world.step(RequestSent, happened_at=f"2026-03-0{day}T09:00:00Z") for day in (2, 5, 3, 4)]
    async with at_work(service):
        await house.arrive(anna, *steps)
        await house.notices_of(anna, at_least=4)
    pages = [await house.get("/notices", anna.user_id, page=number, size=3) for number in (1, 2)]
    days = [item["at"][8:10] for page in pages for item in page["items"]]
    assert days == ["05", "04", "03", "02"]
    assert [page["total"] for page in pages] == [4, 4]


async def test_a_mail_goes_to_the_address_and_in_the_language_of_today(
    house: House, service: Service, at_work: Any, world: Any, documents: Documents, mail_server: Any
) -> None:
    before = world.user("DE")
    after = UserChanged(**before.model_dump() | {"email": "new@kammer.example", "language": "fr"})
    mail_server.refuse = "451 later"
    async with at_work(service):
        await house.arrive(before, world.step(RequestReplied, side="responding"))
        await house.notices_of(before)
        await asyncio.sleep(1.2)
        await house.arrive(after, sequence=2)
        async with asyncio.timeout(15):  # taken in before the service stops, else the mail could overtake it
            while not await documents.collection(USERS).find_one({"email": after.email}):
                await asyncio.sleep(0.05)
    mail_server.refuse = None
    async with at_work(service):
        await service_mails_due(service)
        await eventually(lambda: mail_server.raw)
    assert mail_server.recipients == ["new@kammer.example"]
    assert mail_server.mails()[0]["Content-Language"] == "fr"


async def service_mails_due(service: Service) -> None:
    """Let no mail wait for its time."""
    mails = service.app.state.desk.outgoing._mails
    await mails.update_many({}, {"$set": {"next_at": SystemClock().now()}})


async def test_a_refused_mail_is_visible_to_the_administration_and_can_be_tried_again(
    house: House, service: Service, at_work: Any, world: Any, mail_server: Any
) -> None:
    anna = world.user()
    mail_server.refuse = "550 no such user"
    async with at_work(service):
        await house.arrive(anna, world.step(RequestSent))
        async with asyncio.timeout(15):
            while not (failed := (await house.as_administrator("GET", "/mails")).json()["items"]):
                await asyncio.sleep(0.1)
        assert failed[0]["last_error"] == "recipient refused: [550]"
        mail_server.refuse = None
        path = f"/mails/{failed[0]['notice_id']}/retry"
        assert (await house.as_administrator("POST", path)).status_code == 204
        await eventually(lambda: mail_server.raw)
    again = await house.as_administrator("POST", path)
    assert (again.status_code, again.json()["code"]) == (409, "mail.not_failed")
    assert (await house.post(path, anna.user_id)).status_code == 403


async def test_two_schedulers_never_claim_the_same_mail(
    house: House, service: Service, at_work: Any, world: Any, documents: Documents, mail_server: Any
) -> None:
    people = [world.user() for _ in range(12)]
    consumer_only = Service("n", service.settings, service.app, {"consumer": service.workers["consumer"]})
    async with at_work(consumer_only):
        await house.arrive(*people, world.step(RequestSent))
        await house.notices_of(people[-1])
    outgoing = MongoOutgoing(documents, SystemClock())
    claims = await asyncio.gather(*(outgoing.claim_due(12) for _ in range(3)))
    claimed = [mail.notice.id for claim in claims for mail in claim]
    assert len(claimed) == len(set(claimed)) == 12


async def test_nobody_reads_without_a_token(house: House) -> None:
    for path in ("/notices", "/notices/count", "/mails"):
        assert (await house.client.get(path)).status_code == 401


async def test_it_is_ready_only_while_its_consumer_is_on_the_queue(
    house: House, service: Service, at_work: Any
) -> None:
    assert (await house.client.get("/readyz")).status_code == 200
    async with at_work(service), asyncio.timeout(10):
        while (await house.client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.05)
    assert (await house.client.get("/readyz")).json()["checks"]["consumer"] != "ok"


def test_the_published_api_document_is_fresh() -> None:
    published = REPOSITORY / "contracts" / "openapi" / "notifications.json"
    assert published.read_text(encoding="utf-8") == export()
