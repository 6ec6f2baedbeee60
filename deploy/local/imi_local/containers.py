"""The four servers as containers, where a Docker engine answers (testcontainers)."""

import secrets
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pymongo
from pymongo.errors import OperationFailure, PyMongoError
from testcontainers.core.container import DockerContainer

from imi_local.errors import StackError
from imi_local.servers import readiness

RABBITMQ_IMAGE = "rabbitmq:3.13-management"
POSTGRES_IMAGE = "postgres:17-bookworm"
MONGODB_IMAGE = "mongo:7"
S3_IMAGE = "chrislusf/seaweedfs:4.48"
IMAGES = (RABBITMQ_IMAGE, POSTGRES_IMAGE, MONGODB_IMAGE, S3_IMAGE)
START_SECONDS = 120


def engine_answers() -> bool:
    """True when a Docker engine answers and has, or can fetch, the images."""
    try:
        return all(_has_image(image) for image in IMAGES)
    except (OSError, subprocess.TimeoutExpired):
        return False


def _has_image(image: str) -> bool:
    for verb, seconds in (("version", 5), ("inspect", 10), ("pull", 300)):
        arguments = {
            "version": ["version"],
            "inspect": ["image", "inspect", image],
            "pull": ["pull", "-q", image],
        }
        asked = subprocess.run(
            ["docker", *arguments[verb]], capture_output=True, check=False, timeout=seconds
        )
        if verb == "version" and asked.returncode:
            return False
        if verb != "version" and asked.returncode == 0:
            return True
    return False


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Start all four, wait until each has done a real operation, yield the IMI_*_URL variables."""
    with ExitStack() as stack:
        password = secrets.token_hex(16)
        environment: dict[str, str] = {}
        for start in (_rabbitmq, _postgres, _mongodb, _objects):
            environment |= start(stack, password)
        yield environment


def _rabbitmq(stack: ExitStack, password: str) -> dict[str, str]:
    container = DockerContainer(RABBITMQ_IMAGE).with_exposed_ports(5672, 15672)
    container.with_env("RABBITMQ_DEFAULT_USER", "admin").with_env("RABBITMQ_DEFAULT_PASS", password)
    amqp, management = _start(stack, container, 5672, 15672)
    urls = {
        "IMI_RABBITMQ_URL": f"amqp://admin:{password}@{amqp}/",
        "IMI_RABBITMQ_MANAGEMENT_URL": f"http://admin:{password}@{management}",
    }
    _wait(RABBITMQ_IMAGE, lambda: readiness.rabbitmq(*urls.values()))
    return urls


def _postgres(stack: ExitStack, password: str) -> dict[str, str]:
    container = DockerContainer(POSTGRES_IMAGE).with_exposed_ports(5432)
    container.with_env("POSTGRES_PASSWORD", password).with_command("postgres -c max_connections=300")
    (address,) = _start(stack, container, 5432)
    url = f"postgresql://postgres:{password}@{address}/postgres"
    _wait(POSTGRES_IMAGE, lambda: readiness.postgres(url))
    return {"IMI_POSTGRES_URL": url}


def _mongodb(stack: ExitStack, password: str) -> dict[str, str]:
    del password  # a member of a replica set would need a key file for it; the port is the test's alone
    container = (
        DockerContainer(MONGODB_IMAGE).with_exposed_ports(27017).with_command("--replSet rs0 --bind_ip_all")
    )
    (address,) = _start(stack, container, 27017)
    url = f"mongodb://{address}/?directConnection=true"
    _wait(MONGODB_IMAGE, lambda: _initiated(url))
    return {"IMI_MONGODB_URL": url}


def _objects(stack: ExitStack, password: str) -> dict[str, str]:
    container = DockerContainer(S3_IMAGE).with_exposed_ports(8333)
    container.with_env("AWS_ACCESS_KEY_ID", "admin").with_env("AWS_SECRET_ACCESS_KEY", password)
    container.with_command("mini -dir=/data -master.telemetry=false -s3.allowDeleteBucketNotEmpty=false")
    (address,) = _start(stack, container, 8333)
    url = f"http://admin:{password}@{address}"
    _wait(S3_IMAGE, lambda: readiness.s3(url))
    return {"IMI_S3_URL": url}


def _start(stack: ExitStack, container: DockerContainer, *ports: int) -> list[str]:
    started = stack.enter_context(container)
    return [f"{started.get_container_host_ip()}:{started.get_exposed_port(port)}" for port in ports]


def _wait(image: str, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise StackError(f"The container of {image} was not ready after {START_SECONDS} s.")
        time.sleep(0.2)


def _initiated(url: str) -> bool:
    """Transactions and change streams need a replica set, be it of one member."""
    try:
        with pymongo.MongoClient[dict[str, Any]](url, **readiness.MONGO_TIMEOUTS) as client:
            member = {"_id": 0, "host": "localhost:27017"}
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
    except OperationFailure:
        pass  # initiated before
    except PyMongoError:
        return False
    return readiness.mongodb(url)
