"""The running process on the real broker: it hears authorities and gists, and tells what happened."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import aio_pika
import pytest

from imi_contracts.commands.translation import TextTranslation
from imi_contracts.envelope import CONTENT_TYPE
from imi_contracts.events.directory import AuthorityRegistered
from imi_contracts.topology import COMMANDS_EXCHANGE, EVENTS_EXCHANGE
from imi_kit.testing import enveloped

pytestmark = pytest.mark.integration

AREA = "professional-qualifications"


async def soon(found: Callable[[], Awaitable[Any]]) -> Any:
    """What `found` gives as soon as it is something, within ten seconds."""
    async with asyncio.timeout(10):
        while not (result := await found()):
            await asyncio.sleep(0.05)
        return result


async def publish(channel: Any, exchange: str, key: str, data: Any, sequence: int = 1) -> None:
    body = enveloped(data, sequence=sequence).to_json()
    target = await channel.get_exchange(exchange)
    await target.publish(aio_pika.Message(body, content_type=CONTENT_TYPE), key)


async def test_the_process_is_ready_when_it_is_on_its_queues(server: Any) -> None:
    async def ready() -> bool:
        return bool((await server.http.get("/readyz")).is_success)

    await soon(ready)
    checks = (await server.http.get("/readyz")).json()["checks"]
    assert set(checks) == {"database", "objects", "requests.events", "requests.replies"}


async def test_an_authority_the_directory_announces_can_be_asked_at_once(
    server: Any, draft: dict[str, Any]
) -> None:
    authority = AuthorityRegistered(
        authority_id=uuid4(),
        country="IT",
        official_name="Ordine dei dentisti",
        official_language="it",
        titles={},
        languages=["it"],
        areas={AREA: "authority"},
        status="active",
    )
    connection = await aio_pika.connect(server.amqp_url)
    async with connection, connection.channel() as channel:
        await publish(channel, EVENTS_EXCHANGE, authority.type, authority)
    body = {"area": AREA, "responding_authority": str(authority.authority_id), "language": "de"}

    async def created() -> Any:
        answer = await server.anna.post("/requests", body)
        return answer.json() if answer.status_code == 201 else None

    view = await soon(created)
    assert view["responding"]["official_name"] == "Ordine dei dentisti"


async def test_a_step_reaches_the_exchange_and_a_gist_comes_back(server: Any, draft: dict[str, Any]) -> None:
    connection = await aio_pika.connect(server.amqp_url)
    async with connection, connection.channel() as channel:
        facts = await channel.declare_queue(exclusive=True)
        await facts.bind(EVENTS_EXCHANGE, "requests.#")
        orders = await channel.get_queue("translation.commands")
        view = await server.sent(draft)

        async def order() -> Any:
            while message := await orders.get(fail=False, no_ack=True):
                envelope = json.loads(message.body)
                if envelope["subject"] == view["id"]:
                    return envelope["data"]
            return None

        wanted = await soon(order)
        assert (wanted["source"], wanted["target"]) == ("de", "hu")
        result = TextTranslation(
            reference=wanted["reference"],
            source="de",
            target="hu",
            text="Kovács asszony letelepedne.",
            origin="engine",
            engine="ct2",
            engine_version="1",
            translated_at=datetime.now(UTC),
        )
        await publish(channel, COMMANDS_EXCHANGE, "requests.replies", result)

        async def translated() -> Any:
            seen = (await server.anna.get(f"/requests/{view['id']}")).json()
            (text,) = seen["free_texts"]
            return text["translations"][0] if text["translations"][0]["status"] == "translated" else None

        gist = await soon(translated)
        assert (gist["text"], gist["engine"]) == ("Kovács asszony letelepedne.", "ct2")

        said: list[tuple[str, int]] = []

        async def everything() -> bool:
            while message := await facts.get(fail=False, no_ack=True):
                envelope = json.loads(message.body)
                if envelope["subject"] == view["id"]:
                    said.append((envelope["type"], envelope["sequence"]))
            return len(said) == 2

        await soon(everything)
        assert said == [("requests.request.sent.v1", 3), ("requests.text.translated.v1", 3)]
