"""Whether a server does real work already; an open port alone says little."""

import asyncio
import json
import logging
import urllib.error
import urllib.request
from base64 import b64encode
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import aio_pika
import aiormq
import asyncpg
import pymongo
import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from pymongo.errors import PyMongoError
from urllib3.exceptions import HTTPError

logging.getLogger("aiormq").addHandler(logging.NullHandler())  # a refused connection is no news while waiting

TIMEOUT_SECONDS = 5
PROBE_BUCKET = "imi-readiness"
MONGO_TIMEOUTS: dict[str, Any] = {
    "serverSelectionTimeoutMS": 2000,
    "connectTimeoutMS": 2000,
    "socketTimeoutMS": 10000,
}


def postgres(url: str) -> bool:
    return asyncio.run(_selects(url))


def rabbitmq(amqp_url: str, management_url: str) -> bool:
    return _management_answers(management_url) and asyncio.run(_declares_a_queue(amqp_url))


def mongodb(url: str) -> bool:
    try:
        with pymongo.MongoClient[dict[str, Any]](url, **MONGO_TIMEOUTS) as client:
            client.admin.command("listDatabases")
            return bool(client.admin.command("hello")["isWritablePrimary"])
    except PyMongoError:
        return False


def s3(url: str) -> bool:
    parts = urlsplit(url)
    http = urllib3.PoolManager(timeout=urllib3.Timeout(TIMEOUT_SECONDS), retries=False)
    client = Minio(
        f"{parts.hostname}:{parts.port}", parts.username, parts.password, secure=False, http_client=http
    )
    try:
        if not client.bucket_exists(PROBE_BUCKET):
            client.make_bucket(PROBE_BUCKET)
        client.put_object(PROBE_BUCKET, "probe", BytesIO(b"ready"), 5)
    except (S3Error, MinioException, HTTPError, OSError):
        return False
    return True


async def _selects(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=TIMEOUT_SECONDS)
        try:
            return bool(await connection.fetchval("select 1", timeout=TIMEOUT_SECONDS) == 1)
        finally:
            await connection.close(timeout=TIMEOUT_SECONDS)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return False


def _management_answers(url: str) -> bool:
    parts = urlsplit(url)
    account = b64encode(f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()).decode()
    request = urllib.request.Request(f"http://{parts.hostname}:{parts.port}/api/whoami")
    request.add_header("Authorization", f"Basic {account}")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return "name" in json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        return False


async def _declares_a_queue(url: str) -> bool:
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            connection = await aio_pika.connect(url)
            async with connection:
                channel = await connection.channel()
                await channel.declare_queue(exclusive=True)
    except (OSError, aiormq.exceptions.AMQPError, TimeoutError):
        return False
    return True
