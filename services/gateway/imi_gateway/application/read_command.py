"""From the bytes of a state's message to a command, or to the reason why it is none."""

import json
from typing import Any

from pydantic import ValidationError

from imi_contracts.commands import INTERCHANGE, InterchangeCommand
from imi_contracts.errors import Refused
from imi_gateway.domain.interchange import MAX_BODY_BYTES


def read_command(name: str, body: bytes) -> InterchangeCommand:
    """Raises Refused with the code of the first thing wrong and a pointer to it."""
    model = INTERCHANGE.get(name)
    if model is None:
        raise Refused("interchange.command_unknown", command=name)
    if len(body) > MAX_BODY_BYTES:
        raise Refused("interchange.too_large", limit=MAX_BODY_BYTES)
    _check_json(body)
    try:
        # Strict: "3" is no number, although Python could read it as one.
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        pointer = "".join(f"/{_escaped(part)}" for part in first["loc"])
        raise Refused("interchange.contract_violated", pointer=pointer, reason=first["type"]) from error


def _check_json(body: bytes) -> None:
    """What different parsers would read differently is refused: doubled names, NaN, other encodings."""
    try:
        content = json.loads(
            body.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise Refused("interchange.malformed_json", pointer="", reason=_reason(error)) from error
    if not isinstance(content, dict):
        raise Refused("interchange.malformed_json", pointer="", reason="not an object")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return content


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _reason(error: ValueError | RecursionError) -> str:
    """Never the content itself: it may be about a person."""
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _escaped(part: int | str) -> str:
    """RFC 6901."""
    return str(part).replace("~", "~0").replace("/", "~1")
