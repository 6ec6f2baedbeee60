"""Fresh, empty places on the four servers: made in milliseconds, removed without a trace."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pymongo
from minio import Minio
from minio.deleteobjects import DeleteObject

from imi_local.broker_admin import BrokerAdmin

TIMEOUT_SECONDS = 30
MONGO_TIMEOUTS: dict[str, Any] = {"serverSelectionTimeoutMS": 5000, "socketTimeoutMS": 30000}


@dataclass(frozen=True)
class Servers:
    """Administrators' addresses, as in the environment variables IMI_*_URL."""

    postgres_url: str
    rabbitmq_url: str
    rabbitmq_management_url: str
    mongodb_url: str
    s3_url: str

    @classmethod
    def of(cls, environment: dict[str, str]) -> "Servers":
        return cls(
            environment["IMI_POSTGRES_URL"],
            environment["IMI_RABBITMQ_URL"],
            environment["IMI_RABBITMQ_MANAGEMENT_URL"],
            environment["IMI_MONGODB_URL"],
            environment["IMI_S3_URL"],
        )

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """An empty PostgreSQL database; yields its SQLAlchemy URL for asyncpg."""
        name = fresh_name()
        self._sql(f"create database {name} template template0")
        try:
            yield with_path(self.postgres_url, name, scheme="postgresql+asyncpg")
        finally:
            self._sql(f"drop database if exists {name} with (force)")

    @contextmanager
    def fresh_vhost(self) -> Iterator[str]:
        """An empty RabbitMQ vhost, open to the administrator; yields its AMQP URL."""
        name, admin = fresh_name(), BrokerAdmin(self.rabbitmq_management_url)
        admin.put_vhost(name)
        try:
            admin.permit_everything(name, self.rabbitmq_url)
            yield with_path(self.rabbitmq_url, name)
        finally:
            admin.delete_vhost(name)

    @contextmanager
    def fresh_mongo_database(self) -> Iterator[str]:
        """A database name that nobody uses yet; the database is dropped afterwards."""
        name = fresh_name()
        try:
            yield name
        finally:
            with pymongo.MongoClient[dict[str, Any]](self.mongodb_url, **MONGO_TIMEOUTS) as client:
                client.drop_database(name)

    @contextmanager
    def fresh_bucket(self) -> Iterator[str]:
        """An empty bucket; yields `http://key:secret@host:port/bucket`."""
        name = fresh_name().replace("_", "-")
        client = s3_client(self.s3_url)
        client.make_bucket(name)
        try:
            yield with_path(self.s3_url, name)
        finally:
            found = client.list_objects(name, recursive=True, include_version=True)
            doomed = [DeleteObject(item.object_name or "", item.version_id) for item in found]
            for error in client.remove_objects(name, doomed):
                raise OSError(f"{error.name}: {error.message}")
            client.remove_bucket(name)

    def _sql(self, statement: str) -> None:
        in_thread(lambda: _execute(self.postgres_url, statement))


def fresh_name() -> str:
    return f"test_{uuid4().hex[:16]}"


def with_path(url: str, path: str, *, scheme: str = "") -> str:
    parts = urlsplit(url)
    return urlunsplit((scheme or parts.scheme, parts.netloc, f"/{path}", parts.query, ""))


def s3_client(url: str) -> Minio:
    parts = urlsplit(url)
    return Minio(
        f"{parts.hostname}:{parts.port}", parts.username, parts.password, secure=parts.scheme == "https"
    )


def in_thread(make: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine to its end in a thread of its own: the caller's thread may have a loop already."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(make())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(TIMEOUT_SECONDS * 2)
    if failures:
        raise failures[0]


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url, timeout=TIMEOUT_SECONDS)
    try:
        await connection.execute(statement, timeout=TIMEOUT_SECONDS)
    finally:
        await connection.close(timeout=TIMEOUT_SECONDS)
