"""`/livez` says the process runs, `/readyz` whether it can do its work, `/metrics` how it goes."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Check = Callable[[], Awaitable[None]]
Worker = Callable[[asyncio.Event], Coroutine[None, None, None]]
CHECK_SECONDS = 3.0


def watched(work: Worker, is_up: Callable[[], bool]) -> tuple[Worker, Check]:
    """A worker and its readiness check, which is silent in a process that does not run the worker."""
    runs = False

    async def run(stop: asyncio.Event) -> None:
        nonlocal runs
        runs = True
        await work(stop)

    async def check() -> None:
        if runs and not is_up():
            raise ConnectionError

    return run, check


def install_health(app: FastAPI, checks: Mapping[str, Check]) -> None:
    """Each check raises when its part is not usable."""

    @app.get("/livez", include_in_schema=False)
    async def livez() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> JSONResponse:
        results = dict(await asyncio.gather(*(_run(name, check) for name, check in checks.items())))
        ready = all(result == "ok" for result in results.values())
        return JSONResponse({"ready": ready, "checks": results}, status_code=200 if ready else 503)

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _run(name: str, check: Check) -> tuple[str, str]:
    try:
        await asyncio.wait_for(check(), CHECK_SECONDS)
    except Exception as error:  # noqa: BLE001  (whatever fails, the part is not ready)
        return name, type(error).__name__
    return name, "ok"
