"""Pytest fixtures: real servers for the session, and a fresh database, vhost or bucket for a test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from imi_local import containers
from imi_local.fresh import Servers
from imi_local.servers.fleet import REPLACED_BY, ServerSet
from imi_local.servers.state import RunState

VARIABLES = [name for names in REPLACED_BY.values() for name in names]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The four servers: those named in the environment, else containers, else private ones for this session."""
    with any_servers() as environment:
        yield Servers.of(environment)


@contextmanager
def any_servers() -> Iterator[dict[str, str]]:
    if all(os.environ.get(name) for name in VARIABLES):
        yield {name: os.environ[name] for name in VARIABLES}
    elif containers.engine_answers():
        with containers.running() as environment:
            yield environment
    else:
        with private_servers() as environment:
            yield environment


@contextmanager
def private_servers() -> Iterator[dict[str, str]]:
    """In a folder of their own, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="imi-test-"))
    folder.chmod(0o711)  # PostgreSQL may have to run as another user
    state = RunState(folder)
    state.hold()
    own = ServerSet(state, {})
    try:
        own.start()
        yield own.environment()
    finally:
        own.stop()
        state.release()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(servers: Servers) -> Iterator[str]:
    """A fresh PostgreSQL database: `postgresql+asyncpg://…`."""
    with servers.fresh_database() as url:
        yield url


@pytest.fixture
def amqp_url(servers: Servers) -> Iterator[str]:
    """A fresh RabbitMQ vhost: `amqp://…/<vhost>`."""
    with servers.fresh_vhost() as url:
        yield url


@pytest.fixture
def mongo_url(servers: Servers) -> str:
    """The MongoDB server; take `mongo_database` for the name of a fresh database on it."""
    return servers.mongodb_url


@pytest.fixture
def mongo_database(servers: Servers) -> Iterator[str]:
    with servers.fresh_mongo_database() as name:
        yield name


@pytest.fixture
def s3_url(servers: Servers) -> Iterator[str]:
    """A fresh bucket: `http://key:secret@host:port/<bucket>`."""
    with servers.fresh_bucket() as url:
        yield url
