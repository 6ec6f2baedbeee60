"""The exported API document is the one the code would print now."""

from pathlib import Path

from imi_requests.entrypoints.cli import openapi_document

EXPORTED = Path(__file__).resolve().parents[4] / "contracts" / "openapi" / "requests.json"


def test_the_exported_document_is_what_the_code_says() -> None:
    assert EXPORTED.read_text() == openapi_document(), (
        "run: python -m imi_requests openapi > contracts/openapi/requests.json"
    )
