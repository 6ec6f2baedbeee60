"""Detached JWS (RFC 7515, appendix F) over what a message says, by Ed25519."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from imi_contracts.errors import Refused

# RFC 9864 renamed EdDSA over this curve; senders' libraries know either name.
ALGORITHMS = ["EdDSA", "Ed25519"]
MAX_LENGTH = 4_096


def verify_signature(said: bytes, signature: str | None, keys: Sequence[Mapping[str, Any]]) -> None:
    """Registered keys make a signature a duty; one that no registered key fits is never passed over."""
    if signature is None:
        if keys:
            raise Refused("interchange.signature_missing")
        return
    if len(signature) > MAX_LENGTH or not any(_fits(said, signature, key) for key in keys):
        raise Refused("interchange.signature_invalid")


def _fits(said: bytes, signature: str, key: Mapping[str, Any]) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            jws.deserialize_compact(
                signature, OKPKey.import_key(dict(key)), algorithms=ALGORITHMS, payload=said
            )
    except (JoseError, ValueError, TypeError, KeyError):
        return False
    return True
