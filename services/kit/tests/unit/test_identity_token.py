"""The signed token: only the gateway's key, only for a minute, nothing else opens."""

import base64
import json
import time
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from imi_contracts.errors import Refused
from imi_kit import identity as identity_module
from imi_kit.identity import AUDIENCE, ISSUER, Identity, TokenSigner, TokenVerifier
from imi_kit.testing import TokenMint

ERIKA = Identity(
    "u-1", "person", "DE", "Erika", UUID(int=1), "de", {"professional-qualifications": ["request_handler"]}
)


def signed(mint: TokenMint, **changes: object) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 60, "sub": "u", "kind": "person"}
    kept = {name: value for name, value in (claims | changes).items() if value is not None}
    key = OKPKey.import_key(json.loads(mint.private_key))
    return jwt.encode({"alg": "Ed25519"}, kept, key, algorithms=["Ed25519"])


def refused(mint: TokenMint, token: str) -> None:
    with pytest.raises(Refused, match=r"identity\.invalid"):
        TokenVerifier(mint.public_key).verify(token)


def test_a_token_carries_the_whole_identity(mint: TokenMint) -> None:
    token = TokenSigner(mint.private_key).sign(ERIKA)
    assert TokenVerifier(mint.public_key).verify(token) == ERIKA


def test_it_lives_a_minute(mint: TokenMint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity_module, "LIFETIME_SECONDS", -10)
    refused(mint, TokenSigner(mint.private_key).sign(ERIKA))


def test_another_key_is_refused(mint: TokenMint) -> None:
    refused(mint, TokenSigner(TokenMint().private_key).sign(ERIKA))


def test_no_signature_at_all_is_refused(mint: TokenMint) -> None:
    def part(value: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims: dict[str, object] = {"iss": ISSUER, "aud": AUDIENCE, "exp": int(time.time()) + 60, "sub": "u"}
    for algorithm in ("none", "None", "NONE"):
        refused(mint, f"{part({'alg': algorithm})}.{part(claims | {'kind': 'administrator'})}.")


def test_the_public_key_as_a_shared_secret_is_refused(mint: TokenMint) -> None:
    secret = OctKey.import_key(mint.public_key)
    token = jwt.encode(
        {"alg": "HS256"}, {"iss": ISSUER, "aud": AUDIENCE, "sub": "u", "kind": "person"}, secret
    )
    refused(mint, token)


def test_a_changed_claim_is_refused(mint: TokenMint) -> None:
    head, body, signature = TokenSigner(mint.private_key).sign(ERIKA).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {"country": "FR"}).encode()).decode().rstrip("=")
    refused(mint, f"{head}.{forged}.{signature}")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"},
        {"aud": "others"},
        {"exp": None},
        {"sub": None},
        {"kind": None},
        {"kind": "emperor"},
        {"authority": "no uuid"},
        {"roles": "all of them"},
        {"iat": int(time.time()) + 3600},
    ],
)
def test_claims_that_do_not_fit_are_refused(mint: TokenMint, changes: dict[str, object]) -> None:
    refused(mint, signed(mint, **changes))


def test_clocks_of_two_machines_may_differ_a_little(mint: TokenMint) -> None:
    now = int(time.time())
    TokenVerifier(mint.public_key).verify(signed(mint, iat=now + 2, exp=now + 62))
    TokenVerifier(mint.public_key).verify(signed(mint, iat=now - 62, exp=now - 2))


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é.é.é", "x" * 10_000])
def test_rubbish_is_refused(mint: TokenMint, token: str) -> None:
    refused(mint, token)


def test_a_role_holds_in_its_area_and_the_star_in_all() -> None:
    assert ERIKA.has_role("professional-qualifications", "allocator", "request_handler")
    assert not ERIKA.has_role("services", "request_handler")
    assert Identity("u", "person", roles={"*": ["viewer"]}).has_role("services", "viewer")
