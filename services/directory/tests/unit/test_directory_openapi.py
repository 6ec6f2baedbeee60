"""The exported API document is the one the code would print now."""

from imi_contracts.catalogue import contracts_root
from imi_directory.openapi import export


def test_the_exported_document_is_what_the_code_says() -> None:
    exported = (contracts_root() / "openapi" / "directory.json").read_text(encoding="utf-8")
    assert exported == export(), "run: python -m imi_directory.openapi > contracts/openapi/directory.json"
