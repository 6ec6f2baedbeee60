"""Codes of refusals as sentences in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imi_contracts.vocabularies.errors import UnknownErrorCodeError, error_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentence(code: str, language: str, params: Mapping[str, object] | None = None) -> str:
    """The text of a code; a code of a newer service that nobody here knows gets a general sentence."""
    try:
        return error_text(code, language, params)
    except UnknownErrorCodeError:
        return error_text("request.malformed", language, {"reason": code})
