"""What the fixtures hand out is really there, empty, and its own."""

from io import BytesIO
from urllib.parse import urlsplit

import aio_pika
import asyncpg
import pymongo
import pytest

from imi_local.fresh import Servers, s3_client

pytestmark = pytest.mark.integration


async def test_a_fresh_database_takes_a_table(database_url: str) -> None:
    connection = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    await connection.execute("create extension pg_trgm; create extension unaccent; create table t (id int)")
    assert await connection.fetchval("select count(*) from t") == 0
    await connection.close()


async def test_a_fresh_vhost_takes_a_quorum_queue(amqp_url: str) -> None:
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("q", durable=True, arguments={"x-queue-type": "quorum"})
        await channel.default_exchange.publish(aio_pika.Message(b"hello"), "q")
        assert (await queue.get(timeout=5)).body == b"hello"


async def test_a_fresh_mongo_database_takes_a_transaction(mongo_url: str, mongo_database: str) -> None:
    client: pymongo.AsyncMongoClient[dict[str, int]] = pymongo.AsyncMongoClient(mongo_url)
    collection = client[mongo_database]["things"]
    async with client.start_session() as session, await session.start_transaction():
        await collection.insert_one({"a": 1}, session=session)
    assert await collection.count_documents({}) == 1
    await client.close()


def test_a_fresh_bucket_takes_an_object(s3_url: str) -> None:
    bucket = urlsplit(s3_url).path.strip("/")
    s3_client(s3_url).put_object(bucket, "some/key", BytesIO(b"x"), 1)
    assert [item.object_name for item in s3_client(s3_url).list_objects(bucket, recursive=True)] == [
        "some/key"
    ]


async def test_nothing_is_left_behind(servers: Servers) -> None:
    with servers.fresh_database() as url:
        name = urlsplit(url).path.strip("/")
    connection = await asyncpg.connect(servers.postgres_url)
    assert not await connection.fetchval("select count(*) from pg_database where datname = $1", name)
    await connection.close()
