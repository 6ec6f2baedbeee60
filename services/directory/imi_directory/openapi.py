"""The API as a document: `python -m imi_directory.openapi > contracts/openapi/directory.json`."""

import json
import sys

from fastapi import FastAPI

from imi_directory.entrypoints.http import router
from imi_kit.http.app import VERSION


def export() -> str:
    """OpenAPI as JSON text, in a stable order."""
    app = FastAPI(title="OpenIMI directory", version=VERSION)
    app.include_router(router)
    return json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(export())
