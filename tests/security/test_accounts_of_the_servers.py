"""Every account of the running system can do its own work and nothing else, whoever holds its password."""

import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aio_pika
import asyncpg
import pymongo
import pytest
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import AMQPError
from minio import Minio
from minio.error import S3Error
from pymongo.errors import OperationFailure

from imi_local.running import RunningStack
from imi_local.servers.state import RunState

pytestmark = pytest.mark.integration
REFUSED = (AMQPError, ConnectionError)
OpenChannel = Callable[[str], Awaitable[AbstractChannel]]


@pytest.fixture
def state(stack: RunningStack) -> RunState:
    return RunState(stack.run_dir)


@pytest.fixture
async def hungary(stack: RunningStack) -> AsyncIterator[AbstractChannel]:
    connection = await aio_pika.connect(stack.amqp_url("HU"))
    yield await connection.channel()
    await connection.close()


@pytest.fixture
async def service_channel(stack: RunningStack, state: RunState) -> AsyncIterator[OpenChannel]:
    """Opens a channel with the account of a service."""
    opened = []

    async def open_channel(service: str) -> AbstractChannel:
        host = stack.amqp_url("HU").partition("@")[2]
        opened.append(await aio_pika.connect(f"amqp://{service}:{state.secret(f'broker.{service}')}@{host}"))
        return await opened[-1].channel()

    yield open_channel
    for connection in opened:
        await connection.close()


async def publish(channel: AbstractChannel, exchange: str, key: str, **properties: Any) -> None:
    target = await channel.get_exchange(exchange, ensure=False)
    await target.publish(aio_pika.Message(b"{}", **properties), key, timeout=10)


@pytest.mark.parametrize("key", ["ms.de.accept", "requests.request.sent.v1", "ms.hu", "#"])
async def test_a_state_cannot_publish_under_another_key(hungary: AbstractChannel, key: str) -> None:
    with pytest.raises(REFUSED):
        await publish(hungary, "interchange", key)


@pytest.mark.parametrize(
    "exchange", ["imi.events", "imi.commands", "imi.member-states", "imi.dead", "amq.topic"]
)
async def test_a_state_cannot_publish_to_another_exchange(hungary: AbstractChannel, exchange: str) -> None:
    with pytest.raises(REFUSED):
        await publish(hungary, exchange, "ms.hu.accept")


async def test_a_state_cannot_claim_to_be_another(hungary: AbstractChannel) -> None:
    with pytest.raises(REFUSED):
        await publish(hungary, "interchange", "ms.hu.accept", user_id="ms-de")


@pytest.mark.parametrize("queue", ["ms.de.out", "requests.events", "gateway.interchange", "imi.dead"])
async def test_a_state_cannot_read_another_queue(hungary: AbstractChannel, queue: str) -> None:
    with pytest.raises(REFUSED):
        await (await hungary.get_queue(queue, ensure=False)).get(timeout=5, fail=False)


async def test_a_state_cannot_make_a_queue_of_its_own(hungary: AbstractChannel) -> None:
    with pytest.raises(REFUSED):
        await hungary.declare_queue("ms.hu.mine")


async def test_a_state_cannot_listen_to_the_events(hungary: AbstractChannel) -> None:
    with pytest.raises(REFUSED):
        await (await hungary.get_queue("ms.hu.out", ensure=False)).bind("imi.events", "#")


async def test_a_service_cannot_publish_events_of_another(service_channel: OpenChannel) -> None:
    with pytest.raises(REFUSED):
        await publish(await service_channel("statistics"), "imi.events", "requests.request.sent.v1")


async def test_a_service_cannot_read_the_commands_of_another(service_channel: OpenChannel) -> None:
    channel = await service_channel("statistics")
    with pytest.raises(REFUSED):
        await (await channel.get_queue("translation.commands", ensure=False)).get(timeout=5, fail=False)


async def test_a_service_cannot_open_the_database_of_another(state: RunState) -> None:
    port, password = state.last_port("postgres"), state.secret("sql.directory")
    own = await asyncpg.connect(f"postgresql://imi_directory:{password}@127.0.0.1:{port}/imi_directory")
    await own.close()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(f"postgresql://imi_directory:{password}@127.0.0.1:{port}/imi_requests")


def test_a_service_cannot_read_the_documents_of_another(state: RunState) -> None:
    port, password = state.last_port("mongodb"), state.secret("documents.translation")
    url = f"mongodb://imi_translation:{password}@127.0.0.1:{port}/?replicaSet=secantus&authSource=imi_translation"
    with pymongo.MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=5000) as client:
        client.imi_translation.outbox.find_one()
        with pytest.raises(OperationFailure):
            client.imi_notifications.outbox.find_one()


def test_the_object_account_reaches_one_bucket_only(state: RunState) -> None:
    client = Minio(
        f"127.0.0.1:{state.last_port('objects.s3')}", "requests", state.secret("s3.requests"), secure=False
    )
    list(client.list_objects("imi-requests"))
    with pytest.raises(S3Error, match="AccessDenied"):
        list(client.list_objects("imi-readiness"))


def test_the_object_servers_back_door_is_locked(state: RunState) -> None:
    address = f"http://127.0.0.1:{state.last_port('objects.filer')}/buckets/imi-requests/"
    for method in ("GET", "DELETE"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=10)
        assert refused.value.code == 401


def test_secrets_lie_in_files_for_the_owner_only(stack: RunningStack) -> None:
    for name in ("state.json", "access.json"):
        assert (stack.run_dir / name).stat().st_mode & 0o077 == 0
    assert "broker.gateway" not in json.dumps(stack.access)
