"""The web application: the kit's frame with this service's routes."""

from collections.abc import Mapping

from fastapi import FastAPI

from imi_kit.http import create_app
from imi_kit.http.health import Check
from imi_requests.application.door import Door
from imi_requests.application.files import Files
from imi_requests.entrypoints import http, http_attachments

TITLE = "OpenIMI requests"


def build_app(door: Door, files: Files, *, identity_public_key: str, checks: Mapping[str, Check]) -> FastAPI:
    app = create_app(TITLE, identity_public_key=identity_public_key, checks=checks)
    app.state.door = door
    app.state.files = files
    app.include_router(http.router)
    app.include_router(http_attachments.router)
    return app
