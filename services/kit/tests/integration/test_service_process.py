"""A service as a process: its roles, its health, and what SIGTERM and a failing worker do."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from imi_kit.testing import TokenMint

pytestmark = pytest.mark.integration
SECONDS = 40.0
PROGRAM = """
import asyncio
from imi_kit.http import create_app
from imi_kit.service import Service, main
from imi_kit.settings import ServiceSettings

async def patient(stop):
    print("working", flush=True)
    await stop.wait()
    await asyncio.sleep(0.3)
    print("finished what was in hand", flush=True)

async def failing(stop):
    raise RuntimeError("cannot go on")

async def close():
    print("closed", flush=True)

def build():
    settings = ServiceSettings()
    app = create_app("test", identity_public_key=settings.identity_public_key, checks={})
    return Service("test", settings, app, {"consumer": [patient], "scheduler": [failing]}, close)

main(build, lambda: print("migrated"))
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def process(folder: Path, role: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    (folder / "program.py").write_text(PROGRAM)
    port = free_port()
    environment = {
        "IMI_HTTP_PORT": str(port),
        "IMI_AMQP_URL": "amqp://nowhere",
        "IMI_IDENTITY_PUBLIC_KEY": TokenMint().public_key,
        "PYTHONPATH": ":".join(sys.path),
    }
    running = await asyncio.create_subprocess_exec(
        sys.executable, str(folder / "program.py"), role, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield running, port
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def ready(port: int) -> None:
    async with asyncio.timeout(SECONDS), httpx.AsyncClient() as client:
        while True:
            try:
                assert (await client.get(f"http://127.0.0.1:{port}/livez")).json() == {"status": "ok"}
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return


async def output(running: asyncio.subprocess.Process) -> str:
    found, _ = await asyncio.wait_for(running.communicate(), SECONDS)
    return found.decode()


async def test_sigterm_lets_the_worker_finish_and_frees_the_stores(tmp_path: Path) -> None:
    async with process(tmp_path, "consumer") as (running, port):
        await ready(port)
        running.send_signal(signal.SIGTERM)
        said = await output(running)
    assert running.returncode == 0
    assert said.index("working") < said.index("finished what was in hand") < said.index("closed")


async def test_a_worker_that_fails_ends_the_process_with_an_error(tmp_path: Path) -> None:
    async with process(tmp_path, "serve") as (running, _):
        said = await output(running)
    assert running.returncode != 0
    assert "finished what was in hand" in said
    assert "closed" in said


async def test_every_role_answers_for_its_health(tmp_path: Path) -> None:
    async with process(tmp_path, "relay") as (running, port):
        await ready(port)
        running.send_signal(signal.SIGINT)
        assert "working" not in await output(running)
    assert running.returncode == 0


async def test_migrating_is_all_that_migrate_does(tmp_path: Path) -> None:
    async with process(tmp_path, "migrate") as (running, _):
        assert await output(running) == "migrated\n"
