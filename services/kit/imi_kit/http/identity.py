"""Dependencies of routes: who calls, and under which key."""

from typing import Annotated

from fastapi import Depends, Header, Request

from imi_contracts.errors import Refused
from imi_kit.identity import Identity, TokenVerifier


async def current_identity(request: Request, authorization: Annotated[str, Header()] = "") -> Identity:
    """The identity proved by the bearer token; raises Refused("identity.missing" / "identity.invalid")."""
    verifier: TokenVerifier = request.app.state.verifier
    return identity_in(authorization, verifier)


def identity_in(authorization: str, verifier: TokenVerifier) -> Identity:
    """The identity an Authorization header proves; raises as `current_identity` does."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused("identity.missing")
    return verifier.verify(token)


async def idempotency_key(idempotency_key: Annotated[str, Header(max_length=128)] = "") -> str:
    """The key of a command; raises Refused("command.key_missing")."""
    if not idempotency_key:
        raise Refused("command.key_missing")
    return idempotency_key


CurrentIdentity = Annotated[Identity, Depends(current_identity)]
IdempotencyKey = Annotated[str, Depends(idempotency_key)]
