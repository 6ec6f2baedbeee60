"""Requests on one connection do not share a trace."""

import asyncio

import httpx
import uvicorn
from fastapi import Request
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

from imi_kit.http import create_app
from imi_kit.http.fresh_context import FreshContext
from imi_kit.telemetry import current_trace_id
from imi_kit.testing import TokenMint


async def test_a_large_body_leaves_no_trace_in_the_next_requests_of_its_connection() -> None:
    trace.set_tracer_provider(TracerProvider())
    app = create_app("test", identity_public_key=TokenMint().public_key, checks={}, takes_strangers=True)

    @app.post("/trace")
    async def show_trace(request: Request) -> str | None:
        _ = [chunk async for chunk in request.stream()]
        return current_trace_id()

    server = uvicorn.Server(uvicorn.Config(FreshContext(app), port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        traces = [(await client.post("/trace", content=b"x" * size)).json() for size in (300_000, 1, 1)]
    server.should_exit = True
    await serving
    assert len(set(traces)) == 3
