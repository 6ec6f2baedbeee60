"""Counts and times of requests, by route and not by address, so that no identifier becomes a label."""

import time

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

requests = Counter("imi_http_requests_total", "Requests answered", ["method", "route", "status"])
seconds = Histogram("imi_http_request_seconds", "Time to the end of the answer", ["method", "route"])


class RequestMetrics:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = "500"

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        begun = time.perf_counter()
        try:
            await self._app(scope, receive, observe)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            requests.labels(scope["method"], route, status).inc()
            seconds.labels(scope["method"], route).observe(time.perf_counter() - begun)
