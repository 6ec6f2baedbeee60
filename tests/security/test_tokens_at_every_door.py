"""A token that the gateway did not sign, for us, just now, opens no service."""

import base64
import json
import time
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from imi_kit.identity import generate_key
from imi_local.provision.environment import identity_key
from imi_local.servers.state import RunState

from .knocking import SECONDS, Doors

pytestmark = pytest.mark.integration
PLACES = {
    "directory": "/authorities",
    "requests": "/requests",
    "statistics": "/scoreboard",
    "translation": "/pairs",
    "notifications": "/notices",
}


def claims(**change: Any) -> dict[str, Any]:
    now = int(time.time())
    right = {
        "iss": "imi-gateway",
        "aud": "imi-services",
        "iat": now,
        "exp": now + 60,
        "sub": "a",
        "kind": "person",
    }
    return right | {"country": "HU", "roles": {"*": ["request_handler"]}} | change


@pytest.fixture(scope="module")
def key(state: RunState) -> OKPKey:
    return OKPKey.import_key(json.loads(identity_key(state, private=True)))


def signed(content: dict[str, Any], with_key: OKPKey) -> str:
    return jwt.encode({"alg": "Ed25519", "typ": "JWT"}, content, with_key, algorithms=["Ed25519"])


def plain(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def forged(state: RunState, key: OKPKey) -> dict[str, str]:
    public = OctKey.import_key(identity_key(state, private=False).encode())
    confused = jwt.encode({"alg": "HS256"}, claims(), public, algorithms=["HS256"])
    past = int(time.time()) - 3_600
    return {
        "no signature": f"{plain({'alg': 'none'})}.{plain(claims())}.",
        "the public key as a shared secret": confused,
        "somebody else's key": signed(claims(), generate_key()),
        "a key of its own in the header": f"{plain({'alg': 'Ed25519', 'jwk': generate_key().as_dict()})}.{plain(claims())}.AA",
        "for another audience": signed(claims(aud="imi-browser"), key),
        "from another issuer": signed(claims(iss="imi-other"), key),
        "expired": signed(claims(iat=past, exp=past + 60), key),
        "for ever": signed({k: v for k, v in claims().items() if k != "exp"}, key),
        "of a kind that does not exist": signed(claims(kind="god"), key),
        "nobody's": signed({k: v for k, v in claims().items() if k != "sub"}, key),
        "nonsense": "a.b.c",
    }


@pytest.mark.parametrize("service", PLACES)
def test_forged_tokens_open_nothing(doors: Doors, forged: dict[str, str], key: OKPKey, service: str) -> None:
    with httpx.Client(base_url=doors.address(service), timeout=SECONDS) as http:
        assert http.get(PLACES[service]).status_code == 401
        for name, token in forged.items():
            answer = http.get(PLACES[service], headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == 401, name
        right = {"authorization": f"Bearer {signed(claims(), key)}"}
        assert http.get(PLACES[service], headers=right).status_code == 200
