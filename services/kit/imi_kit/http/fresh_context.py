"""Every request begins without a trace of the one before it.

A connection that had to wait for a large body goes on in the context of that request (uvicorn resumes reading from
within it), so that later requests on the same connection would count as its children.
"""

from opentelemetry import context
from starlette.types import ASGIApp, Receive, Scope, Send


class FreshContext:
    """Put around the whole application, outside of the instrumentation."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = context.attach(context.Context())
        try:
            await self._app(scope, receive, send)
        finally:
            context.detach(token)
