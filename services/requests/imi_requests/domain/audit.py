"""The record of what happened to a request: each entry carries the hash of the one before it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from imi_contracts.vocabularies.enums import Side, Step

NO_PREVIOUS = "0" * 64


@dataclass(frozen=True)
class AuditEntry:
    """What, when, who. Entries with a `step` make up the timeline; `person` never leaves the own side."""

    request_id: UUID
    position: int
    at: datetime
    action: str
    step: Step | None
    side: Side
    authority: UUID
    country: str
    person: str
    version: int
    deadline: date | None
    previous_hash: str
    hash: str = ""

    def sealed(self) -> "AuditEntry":
        return AuditEntry(**{**self.__dict__, "hash": self.computed_hash()})

    def computed_hash(self) -> str:
        """SHA-256 over all other values, in a form that does not depend on the store."""
        values = {key: str(value) for key, value in self.__dict__.items() if key not in {"hash", "at"}}
        # Microseconds since 1970: stores differ in how they write a time zone.
        values["at"] = str(round(self.at.timestamp() * 1_000_000))
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def broken_link(entries: list[AuditEntry]) -> int | None:
    """The position of the first entry that was changed, removed or put in; None when the chain holds."""
    previous = NO_PREVIOUS
    for expected, entry in enumerate(entries, start=1):
        changed = entry.previous_hash != previous or entry.hash != entry.computed_hash()
        if changed or entry.position != expected:
            return expected
        previous = entry.hash
    return None
