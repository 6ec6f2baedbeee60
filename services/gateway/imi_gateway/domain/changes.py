"""What open pages are told: that something changed, and for whom; never what it is."""

import json
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

NOTICES = "notices"
STATISTICS = "statistics"
REQUESTS = "requests"
Scope = Literal["all", "user", "authority", "session"]


@dataclass(frozen=True)
class Change:
    """`event` is the name the page listens to, None ends the pages; `scope` and `key` say whose pages."""

    event: str | None
    scope: Scope
    key: str = ""

    @classmethod
    def of_user(cls, event: str, user: UUID) -> "Change":
        return cls(event, "user", str(user))

    @classmethod
    def of_authority(cls, event: str, authority: UUID) -> "Change":
        return cls(event, "authority", str(authority))

    @classmethod
    def end_of_user(cls, user: UUID) -> "Change":
        return cls(None, "user", str(user))

    @classmethod
    def end_of_session(cls, session: bytes) -> "Change":
        return cls(None, "session", session.hex())

    def to_json(self) -> str:
        return json.dumps([self.event, self.scope, self.key])

    @classmethod
    def from_json(cls, text: str) -> "Change":
        return cls(*json.loads(text))


def request_changed(request: UUID) -> str:
    """Name of the event that the page of one request listens to."""
    return f"request:{request}"
