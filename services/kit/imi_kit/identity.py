"""The signed token with which the gateway says on whose behalf it calls; every service checks it itself."""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Literal, get_args
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from imi_contracts.errors import Refused

LIFETIME_SECONDS = 60
LEEWAY_SECONDS = 5  # clocks of two machines differ a little
ISSUER = "imi-gateway"
AUDIENCE = "imi-services"
ALL_AREAS = "*"

Kind = Literal["person", "system", "administrator"]


@dataclass(frozen=True)
class Identity:
    """Who acts: a person for an authority, a state's own system for all authorities of its country,
    or the administration of the whole system. `roles` maps area code (or "*") to role codes.
    """

    subject: str
    kind: Kind
    country: str = ""
    name: str = ""
    authority: UUID | None = None
    language: str = "en"
    roles: dict[str, list[str]] = field(default_factory=dict)

    def has_role(self, area: str, *roles: str) -> bool:
        """Whether any of `roles` is held in this area of law."""
        held = {*self.roles.get(area, ()), *self.roles.get(ALL_AREAS, ())}
        return not held.isdisjoint(roles)

    def areas(self) -> list[str]:
        return sorted(self.roles)


def generate_key() -> OKPKey:
    """A fresh Ed25519 key pair."""
    return OKPKey.generate_key("Ed25519")


class TokenSigner:
    """Mints tokens; only the gateway holds the private key (JWK as JSON text)."""

    def __init__(self, private_jwk: str) -> None:
        self._key = OKPKey.import_key(_parse(private_jwk))

    def sign(self, identity: Identity) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
            "sub": identity.subject,
            "kind": identity.kind,
            "country": identity.country,
            "name": identity.name,
            "authority": str(identity.authority) if identity.authority else None,
            "language": identity.language,
            "roles": identity.roles,
        }
        return jwt.encode({"alg": "Ed25519", "typ": "JWT"}, claims, self._key, algorithms=["Ed25519"])


class TokenVerifier:
    """Checks tokens against the gateway's public key (JWK as JSON text)."""

    def __init__(self, public_jwk: str) -> None:
        self._key = OKPKey.import_key(_parse(public_jwk))
        self._rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
            kind={"essential": True, "values": list(get_args(Kind))},
        )

    def verify(self, token: str) -> Identity:
        """The identity the token proves; raises Refused("identity.invalid") for anything else."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["Ed25519"]).claims
            self._rules.validate(claims)
            return Identity(
                subject=claims["sub"],
                kind=claims["kind"],
                country=claims.get("country", ""),
                name=claims.get("name", ""),
                authority=UUID(claims["authority"]) if claims.get("authority") else None,
                language=claims.get("language", "en"),
                roles=dict(claims.get("roles", {})),
            )
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Refused("identity.invalid") from error


def _parse(jwk: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(jwk)
    return parsed
