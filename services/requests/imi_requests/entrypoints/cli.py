"""`python -m imi_requests openapi` prints the API document without any server."""

import json
from unittest.mock import sentinel

from imi_kit.identity import generate_key
from imi_requests.entrypoints.app import build_app


def openapi_document() -> str:
    """The OpenAPI document as it lies in contracts/openapi/requests.json."""
    key = json.dumps(generate_key().as_dict(private=False))
    app = build_app(sentinel.door, sentinel.files, identity_public_key=key, checks={})
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def print_openapi() -> None:
    print(openapi_document(), end="")
