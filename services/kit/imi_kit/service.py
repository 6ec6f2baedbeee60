"""A service process: `python -m imi_<service> serve | http | consumer | relay | scheduler | migrate`."""

import argparse
import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI

from imi_kit.http.fresh_context import FreshContext
from imi_kit.settings import ServiceSettings
from imi_kit.telemetry import configure, get_logger

log = get_logger("service")
Worker = Callable[[asyncio.Event], Coroutine[None, None, None]]
EVERY = "every"


@dataclass
class Service:
    """What bootstrap.py wires. Workers run until their stop event is set; `close` frees the stores.

    `workers` maps a role (consumer, relay, scheduler) to its loops; `serve` runs all of them beside HTTP.
    Those of EVERY run in every role.
    """

    name: str
    settings: ServiceSettings
    app: FastAPI
    workers: Mapping[str, list[Worker]] = field(default_factory=dict)
    close: Callable[[], Awaitable[None]] | None = None


def main(build: Callable[[], Service], migrate: Callable[[], None]) -> None:
    """The whole body of a service's __main__.py. `build` wires, `migrate` brings the store up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=["serve", "http", "consumer", "relay", "scheduler", "migrate"])
    role: str = parser.parse_args().role
    if role == "migrate":
        migrate()
        return
    asyncio.run(_run(build, role))


async def _run(build: Callable[[], Service], role: str) -> None:
    service = build()
    settings = service.settings
    configure(service.name, level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    tasks = [asyncio.create_task(work(stop)) for work in _workers_of(service, role)]
    # Every role answers health questions, so http is always there; its routes are the service's own.
    tasks.append(asyncio.create_task(_serve_http(service, stop)))
    log.info("started", role=role, port=settings.http_port)
    try:
        await _first_failure_or_stop(tasks, stop)
    finally:
        stop.set()
        await asyncio.wait(tasks, timeout=settings.shutdown_seconds)
        if service.close:
            await service.close()
        log.info("stopped", role=role)


def _workers_of(service: Service, role: str) -> list[Worker]:
    if role == "serve":
        return [work for group in service.workers.values() for work in group]
    return [*service.workers.get(role, []), *service.workers.get(EVERY, [])]


async def _first_failure_or_stop(tasks: list[asyncio.Task[None]], stop: asyncio.Event) -> None:
    waiting = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([*tasks, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    for task in done - {waiting}:
        task.result()


async def _serve_http(service: Service, stop: asyncio.Event) -> None:
    settings = service.settings
    server = uvicorn.Server(
        uvicorn.Config(
            FreshContext(service.app),
            host=settings.http_host,
            port=settings.http_port,
            log_config=None,
            access_log=False,
            server_header=False,
            # Whoever is not trusted could otherwise name any address as its own, and escape every throttle.
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=int(settings.shutdown_seconds),
        )
    )
    serving = asyncio.create_task(server._serve())  # noqa: SLF001  (serve() would take over the signals)
    await asyncio.wait([serving, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
