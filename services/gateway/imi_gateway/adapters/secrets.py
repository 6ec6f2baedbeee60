"""Keyed hashes and the cipher of the security codes; all keys are derived from one that is not in the database."""

import hashlib
import hmac
import ipaddress
import os
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
VERSION = b"\x01"
# The prefix that one subscriber line usually gets: throttling a single IPv6 address throttles nobody.
IPV6_PREFIX = 64


def derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose (RFC 5869)."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"imi-gateway {purpose}".encode()).derive(key)


def token_hash(token: str) -> bytes:
    """How a cookie is kept; its 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


class KeyedHasher:
    """Implements application.ports.Hasher."""

    def __init__(self, key: bytes) -> None:
        self._names = derive(key, "user names")
        self._addresses = derive(key, "addresses")
        self._csrf = derive(key, "csrf")
        self.positions_key = derive(key, "positions")

    def name_key(self, username: str) -> bytes:
        return hmac.digest(self._names, username.encode(), "sha256")

    def address_key(self, address: str) -> bytes:
        return hmac.digest(self._addresses, _network(address).encode(), "sha256")

    def csrf_token(self, cookie: str) -> str:
        return hmac.digest(self._csrf, cookie.encode(), "sha256").hex()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))
    return address


class AesCodeCipher:
    """AES-256-GCM, bound to the user, so that a row copied to another account does not open."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(derive(key, "security codes"))
        self._nobody = UUID(int=0)
        self._dummy = self.encrypt("\x01" * 12, self._nobody)

    def encrypt(self, code: str, user: UUID) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, code.encode(), user.bytes)

    def decrypt(self, cipher: bytes | None, user: UUID | None) -> str:
        cipher, user = (cipher, user) if cipher and user else (self._dummy, self._nobody)
        body = cipher.removeprefix(VERSION)
        return self._cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], user.bytes).decode()
