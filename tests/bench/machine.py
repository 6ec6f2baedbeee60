"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx

from imi_local.fresh import Servers

LIBRARIES = ("aio-pika", "asyncpg", "sqlalchemy", "pydantic", "fastapi", "uvloop")


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} x {names[0] if names else platform.processor()}"


async def describe(on: Servers) -> dict[str, str]:
    """CPU, versions, the settings that make figures honest or not, and how busy the machine was besides."""
    connection = await asyncpg.connect(on.postgres_url)
    postgres = await connection.fetchval("show server_version")
    durable = [
        f"{name}={await connection.fetchval(f'show {name}')}" for name in ("fsync", "synchronous_commit")
    ]
    await connection.close()
    management = urlsplit(on.rabbitmq_management_url)
    address = f"{management.scheme}://{management.hostname}:{management.port}/api/overview"
    async with httpx.AsyncClient(auth=(management.username or "", management.password or "")) as client:
        rabbitmq = (await client.get(address)).json()["rabbitmq_version"]
    return {
        "cpu": _cpu(),
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "postgresql": f"{postgres}, {', '.join(durable)}",
        "rabbitmq": f"{rabbitmq}, one node, quorum queues",
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "load before": ", ".join(f"{value:.1f}" for value in os.getloadavg()),
        "arrangement": "load generator, services, broker and database share the cores; nothing is pinned",
    }
