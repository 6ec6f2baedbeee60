"""Who is logged in, as pages and tokens see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Person:
    """An official with her session. `session` is the stored hash of the cookie, never the cookie itself."""

    user_id: UUID
    name: str
    language: str
    authority_id: UUID
    country: str
    roles: Mapping[str, list[str]]
    session: bytes = b""
    csrf_token: str = ""
