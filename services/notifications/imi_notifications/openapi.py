"""The API as a document: `python -m imi_notifications.openapi > contracts/openapi/notifications.json`."""

import json
import sys

from fastapi import FastAPI

from imi_kit.http.app import VERSION
from imi_notifications.entrypoints.http import router


def export() -> str:
    """OpenAPI as JSON text, in a stable order."""
    app = FastAPI(title="OpenIMI notifications", version=VERSION)
    app.include_router(router)
    return json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(export())
