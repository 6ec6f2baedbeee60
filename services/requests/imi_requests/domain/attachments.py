"""Files that travel with a request: which kinds, how large, under which name. The bytes lie elsewhere."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Side

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 50
MAX_NAME = 200
HEAD_BYTES = 8192  # what a file type can be told from

_OPEN = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
ALLOWED_TYPES = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/tiff",
        f"{_OPEN}.text",
        f"{_OPEN}.spreadsheet",
        f"{_OFFICE}.wordprocessingml.document",
        f"{_OFFICE}.spreadsheetml.sheet",
    }
)


@dataclass(frozen=True)
class Attachment:
    """Metadata of a stored file; `side` put it there."""

    id: UUID
    side: Side
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


def check_type(declared: str, sniffed: str | None) -> str:
    """The media type, when it is allowed and the first bytes confirm what the sender says."""
    media_type = declared.partition(";")[0].strip().lower()
    if media_type not in ALLOWED_TYPES or media_type != sniffed:
        raise Refused("attachment.type_not_allowed", declared=media_type[:100], found=sniffed or "unknown")
    return media_type


def check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise Refused("attachment.too_large", limit_mb=MAX_BYTES // (1024 * 1024))


def clean_name(name: str) -> str:
    """The last part of a path, composed, without control or direction-changing characters."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c)[0] != "C")
    kept = kept.strip().strip(".")
    if not kept:
        raise Refused("attachment.name_missing")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) <= MAX_NAME:
        return kept
    return (
        f"{stem[: MAX_NAME - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 10 else kept[:MAX_NAME]
    )
