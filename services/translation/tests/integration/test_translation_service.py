"""The service as it runs: a wish arrives by queue and is answered once; the API shows what it knows."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aio_pika
import httpx
import pytest

from imi_contracts.commands import TranslateText
from imi_contracts.envelope import Envelope
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_at
from imi_kit.identity import Identity
from imi_kit.service import Service
from imi_kit.testing import TokenMint, enveloped
from imi_translation.adapters.memory import MongoMemory
from imi_translation.bootstrap import build
from imi_translation.domain.translation import Pair
from imi_translation.openapi import export
from imi_translation.settings import TranslationSettings

pytestmark = pytest.mark.integration
REPOSITORY = Path(__file__).resolve().parents[4]
OFFICIAL = Identity("u-1", "person", country="DE", roles={"professional-qualifications": ["request_handler"]})
COORDINATOR = Identity("u-2", "person", country="DE", roles={"*": ["referral_handler"]})
DIPLOMA = {
    "source": "en", "target": "fr",
    "source_text": "The diploma is valid.", "target_text": "Le diplôme est valable.",
}  # fmt: skip


@pytest.fixture
async def service(
    documents: Any, mongo_url: str, mongo_database: str, amqp_url: str, mint: TokenMint, tmp_path: Path
) -> AsyncIterator[Service]:
    await declare_at(amqp_url)
    settings = TranslationSettings(
        http_port=0, amqp_url=amqp_url, identity_public_key=mint.public_key, mongo_url=mongo_url,
        mongo_database=mongo_database, models_dir=tmp_path / "models",
    )  # fmt: skip
    found = build(settings)
    yield found
    if found.close:
        await found.close()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=service.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
        yield found


@asynccontextmanager
async def at_work(service: Service) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(work(stop)) for group in service.workers.values() for work in group]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait(tasks, timeout=10)


class Asker:
    """Plays the requests service: sends wishes, reads its own queue of replies."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    async def send(self, envelope: Envelope, correlation_id: str) -> None:
        exchange = await self._channel.get_exchange("imi.commands", ensure=False)
        message = aio_pika.Message(
            envelope.to_json(), correlation_id=correlation_id, message_id=str(envelope.id)
        )
        await exchange.publish(message, routing_key="translation.commands")

    async def reply(self, seconds: float = 15) -> tuple[str | None, dict[str, Any]]:
        queue = await self._channel.get_queue("requests.replies", ensure=False)
        async with asyncio.timeout(seconds):
            while not (message := await queue.get(fail=False, timeout=5)):
                await asyncio.sleep(0.05)
        await message.ack()
        return message.correlation_id, Envelope.from_json(message.body).data


@pytest.fixture
async def asker(amqp_url: str, service: Service) -> AsyncIterator[Asker]:
    async with connected(amqp_url, "test") as connection:
        yield Asker(await connection.channel())


def wish(text: str, reference: str = "r-1", source: str = "en", target: str = "fr") -> Envelope:
    return enveloped(TranslateText(reference=reference, text=text, source=source, target=target))


async def test_a_wish_is_answered_from_the_memory_under_its_correlation_id(
    service: Service, asker: Asker, documents: Any
) -> None:
    at = datetime.now(UTC)
    await MongoMemory(documents).approve(Pair("en", "fr"), "Good day.", "Bonjour.", by="c", at=at)
    async with at_work(service):
        await asker.send(wish("Good day."), "c-17")
        correlation_id, answer = await asker.reply()
    assert correlation_id == "c-17"
    assert (answer["reference"], answer["text"], answer["origin"]) == ("r-1", "Bonjour.", "memory")


async def test_a_wish_is_answered_by_a_mounted_model_that_is_named(
    service: Service, asker: Asker, make_model: Callable[..., Path], tmp_path: Path
) -> None:
    async with at_work(service):
        await asker.send(wish("Good day.", target="de"), "c-0")
        assert (await asker.reply())[1]["origin"] == "none"
        make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
        await asker.send(wish("Good day.", target="de"), "c-1")
        _, answer = await asker.reply()
    assert (answer["text"], answer["origin"], answer["engine"]) == ("Guten Tag.", "engine", "en-de")
    assert answer["engine_version"].startswith("sha256:")


async def test_a_wish_that_arrives_twice_is_answered_once(service: Service, asker: Asker) -> None:
    once, other = wish("Good day."), wish("Bye.", reference="r-2")
    async with at_work(service):
        for message in (once, once, once, other):
            await asker.send(message, "c")
        references = [(await asker.reply())[1]["reference"] for _ in range(2)]
        with pytest.raises(TimeoutError):
            await asker.reply(seconds=1.5)
    assert sorted(references) == ["r-1", "r-2"]


async def test_what_passes_through_leaves_no_trace_in_the_store(
    service: Service, asker: Asker, documents: Any, make_model: Callable[..., Path], tmp_path: Path
) -> None:
    make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    async with at_work(service):
        await asker.send(wish("Dr Kovács practises in Szeged.", target="de"), "c")
        await asker.reply()
        await asyncio.sleep(0.3)
    for name in await documents.database.list_collection_names():
        for row in await documents.collection(name).find({}).to_list(1000):
            assert "Kovács" not in str(row)
    assert await documents.collection("memory").find_one({}) is None


async def test_areas_are_published_by_the_running_service(
    service: Service, client: httpx.AsyncClient, mint: TokenMint
) -> None:
    headers = mint.bearer(OFFICIAL)
    async with at_work(service), asyncio.timeout(20):
        while not (await client.get("/catalogues", headers=headers)).json()["items"]:
            await asyncio.sleep(0.1)
    path = "/catalogues/professional-qualifications"
    document = (await client.get(path, params={"lang": "de"}, headers=headers)).json()
    assert document["language"] == "de"
    lines = (await client.get("/completeness", headers=headers)).json()["items"]
    counts = {line["language"]: line for line in lines if line["catalogue"] == "professional-qualifications"}
    assert len(counts) == 26
    assert counts["en"]["present"] == counts["en"]["total"] > 0
    assert (await client.get("/catalogues/none", headers=headers)).status_code == 404


async def test_only_coordinators_and_the_administration_fill_the_memory(
    client: httpx.AsyncClient, mint: TokenMint
) -> None:
    refused = await client.post("/memory", json=DIPLOMA, headers=mint.bearer(OFFICIAL))
    assert (refused.status_code, refused.json()["code"]) == (403, "identity.forbidden")
    administrator = Identity("admin", "administrator")
    for identity in (COORDINATOR, administrator):
        stored = await client.post("/memory", json=DIPLOMA, headers=mint.bearer(identity))
        assert stored.status_code == 201
    asked = {"source": "en", "target": "fr", "text": "the diploma is VALID."}
    found = (await client.post("/memory/search", json=asked, headers=mint.bearer(OFFICIAL))).json()
    assert (found["origin"], found["entry"]["target_text"]) == ("memory", "Le diplôme est valable.")
    path = f"/memory/{found['entry']['id']}"
    assert (await client.delete(path, headers=mint.bearer(OFFICIAL))).status_code == 403
    assert (await client.delete(path, headers=mint.bearer(COORDINATOR))).status_code == 204
    assert (await client.delete(path, headers=mint.bearer(COORDINATOR))).status_code == 404
    gone = await client.post("/memory/search", json=asked, headers=mint.bearer(OFFICIAL))
    assert gone.json() == {"origin": "none", "score": None, "entry": None}


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"target": "en"}, "memory.same_language", "/target"),
        ({"source_text": "12 – 13"}, "memory.no_words", "/source_text"),
        ({"source": "english"}, "request.malformed", "/source"),
    ],
)
async def test_a_useless_entry_is_refused_with_the_field_at_fault(
    client: httpx.AsyncClient, mint: TokenMint, change: dict[str, str], code: str, pointer: str
) -> None:
    refused = await client.post("/memory", json=DIPLOMA | change, headers=mint.bearer(COORDINATOR))
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["pointer"] == pointer


async def test_operators_see_the_mounted_pairs(
    client: httpx.AsyncClient, mint: TokenMint, make_model: Callable[..., Path], tmp_path: Path
) -> None:
    make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    pairs = (await client.get("/pairs", headers=mint.bearer(OFFICIAL))).json()["items"]
    assert [(pair["source"], pair["target"], pair["loaded"]) for pair in pairs] == [("en", "de", False)]


async def test_nobody_reads_without_a_token(client: httpx.AsyncClient) -> None:
    for path in ("/catalogues", "/completeness", "/pairs"):
        assert (await client.get(path)).status_code == 401
    asked = {"source": "en", "target": "fr", "text": "x"}
    assert (await client.post("/memory/search", json=asked)).status_code == 401


async def test_no_text_of_anybody_stands_in_an_address(client: httpx.AsyncClient, mint: TokenMint) -> None:
    """Addresses are written down by proxies, logs and traces."""
    address = "/memory?source=en&target=fr&text=x"
    assert (await client.get(address, headers=mint.bearer(OFFICIAL))).status_code == 405


async def test_it_is_ready_only_while_its_consumer_is_on_the_queue(
    service: Service, client: httpx.AsyncClient
) -> None:
    assert (await client.get("/readyz")).status_code == 200
    async with at_work(service), asyncio.timeout(10):
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.05)
    assert (await client.get("/readyz")).json()["checks"]["consumer"] != "ok"


def test_the_published_api_document_is_fresh() -> None:
    published = REPOSITORY / "contracts" / "openapi" / "translation.json"
    assert published.read_text(encoding="utf-8") == export()
