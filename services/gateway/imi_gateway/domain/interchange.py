"""Who sent a message and what it wants: read from what the broker vouches for, never from the body."""

import re
from dataclasses import dataclass

from imi_contracts.topology import STATES

MAX_BODY_BYTES = 1_000_000
_USER = re.compile(r"ms-([a-z]{2})")
_KEY = re.compile(r"ms\.([a-z]{2})\.(.*)", re.DOTALL)
# What fits into an HTTP header together with the sender's name.
_MESSAGE_ID = re.compile(r"[\x21-\x7e]{1,100}")


@dataclass(frozen=True)
class Incoming:
    """A message as it arrived. `user_id` is the AMQP property that the broker compares with the login."""

    body: bytes
    routing_key: str
    user_id: str | None
    message_id: str | None
    signature: str | None = None

    @property
    def sender(self) -> str | None:
        """Country of the authenticated system, None when it is none."""
        match = _USER.fullmatch(self.user_id or "")
        return _state(match.group(1)) if match else None

    @property
    def addressed(self) -> tuple[str | None, str]:
        """Country and command of the routing key."""
        match = _KEY.fullmatch(self.routing_key)
        return (_state(match.group(1)), match.group(2)) if match else (None, "")

    @property
    def signed(self) -> bytes:
        """What a signature stands for: whose command under which id, not only the words of it."""
        return f"{self.routing_key}\n{self.message_id}\n".encode() + self.body

    @property
    def usable_id(self) -> str | None:
        return self.message_id if self.message_id and _MESSAGE_ID.fullmatch(self.message_id) else None


def _state(code: str) -> str | None:
    return code.upper() if code in STATES else None
