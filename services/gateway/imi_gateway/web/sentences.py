"""Codes of refusals as sentences in the reader's language, their parameters in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imi_contracts.vocabularies.errors import UnknownErrorCodeError, error_text
from imi_gateway.web.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imi_contracts.areas import Area
    from imi_gateway.web.areas import Areas
    from imi_gateway.web.i18n import Interface


def sentence(
    code: str,
    reader: Interface,
    params: Mapping[str, object] | None = None,
    *,
    areas: Areas | None = None,
    within: Area | None = None,
) -> str:
    """The text of a code; a code of a newer service that nobody here knows gets a general sentence."""
    try:
        return error_text(code, reader.content, Words(reader, areas, within).of(params or {}))
    except UnknownErrorCodeError:
        return error_text("request.malformed", reader.content, {"reason": code})
