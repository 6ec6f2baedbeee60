"""Officials of the training data and what they log in with."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imi_local.training import model
from imi_local.training.authorities import Site, training_id

ALL_RIGHTS = ["basic_user", "request_handler", "allocator", "local_data_administrator"]
LOWER, UPPER, DIGITS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
"""Without the letters that are taken for others when read from a screen."""


@dataclass(frozen=True)
class Official:
    """A person in an authority; the roles hold for all areas."""

    username: str
    name: str
    site: Site
    language: str
    roles: tuple[str, ...]

    @property
    def id(self) -> UUID:
        return training_id(f"user/{self.username}")

    @property
    def email(self) -> str:
        return f"{self.username}@training.example"

    def body(self) -> dict[str, Any]:
        """What POST /users wants."""
        return {
            "id": str(self.id),
            "authority": str(self.site.id),
            "name": self.name,
            "email": self.email,
            "language": self.language,
            "roles": {"*": list(self.roles)},
        }


def officials(sites: Mapping[str, Site]) -> list[Official]:
    """The cast of people.yaml, and one person for the dentists of every other state."""
    cast = list(_cast(sites))
    staffed = {official.site.key for official in cast}
    return cast + [
        Official(
            f"user.{site.country.lower()}",
            f"Training User ({site.country})",
            site,
            site.language,
            tuple(ALL_RIGHTS),
        )
        for site in sites.values()
        if site.kind == "dentists" and not site.region and site.key not in staffed and site.country != "DE"
    ]


def _cast(sites: Mapping[str, Site]) -> Iterator[Official]:
    for staff in model.staff():
        site = sites[staff.authority]
        for person in staff.people:
            language = person.language or site.language
            yield Official(person.user, person.name, site, language, tuple(person.roles))


def secret_word(secret: bytes, purpose: str, length: int) -> str:
    """Letters and digits that follow from the installation's secret: at least one lower, one upper, one digit."""
    digest = hashlib.shake_256(hmac.digest(secret, purpose.encode(), "sha256")).digest(length + 3)
    every = LOWER + UPPER + DIGITS
    kinds = [LOWER, UPPER, DIGITS] + [every] * (length - 3)
    return "".join(letters[number % len(letters)] for letters, number in zip(kinds, digest, strict=False))


def account(official: Official, secret: bytes) -> dict[str, str]:
    """What the gateway wants for a login; the same every time for one installation."""
    return {
        "user_id": str(official.id),
        "username": official.username,
        "password": secret_word(secret, f"password/{official.username}", 14),
        "security_code": secret_word(secret, f"code/{official.username}", 12),
    }
