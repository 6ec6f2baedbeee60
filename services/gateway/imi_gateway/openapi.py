"""The administration's API as a document: `python -m imi_gateway.openapi > contracts/openapi/gateway.json`."""

import json
import sys

from fastapi import FastAPI

from imi_gateway.entrypoints import admin
from imi_kit.http.app import VERSION


def export() -> str:
    """OpenAPI as JSON text, in a stable order; pages are for people and not part of it."""
    app = FastAPI(title="OpenIMI gateway", version=VERSION)
    app.include_router(admin.router)
    return json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(export())
