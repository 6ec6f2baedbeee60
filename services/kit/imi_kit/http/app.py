"""One FastAPI application with everything a service owes its operators."""

from collections.abc import Mapping

from fastapi import FastAPI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

from imi_kit.http.errors import install_error_handlers
from imi_kit.http.health import Check, install_health
from imi_kit.http.large_bodies import LargeBodies
from imi_kit.http.metrics import RequestMetrics
from imi_kit.identity import TokenVerifier

VERSION = "0.1.0"


def create_app(
    title: str, *, identity_public_key: str, checks: Mapping[str, Check], takes_strangers: bool = False
) -> FastAPI:
    """Add routers to the result; `CurrentIdentity` in a route's signature demands a valid token.

    `takes_strangers` is for the one service that people reach without a token; it limits bodies by itself.
    """
    app = FastAPI(title=title, version=VERSION, docs_url=None, redoc_url=None)
    app.state.verifier = TokenVerifier(identity_public_key)
    install_error_handlers(app)
    install_health(app, checks)
    if not takes_strangers:
        app.add_middleware(LargeBodies, verifier=app.state.verifier)
    app.add_middleware(RequestMetrics)
    FastAPIInstrumentor.instrument_app(app, excluded_urls="livez,readyz,metrics")
    return app
