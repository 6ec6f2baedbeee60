"""Attachments at rest: AES-256-GCM in chunks under the exchange's own key, which lies wrapped in the database.

Each file has a key of its own (HKDF over the exchange key, salted with the file's id), so the chunk counter is a
safe nonce; the last chunk is marked, so that a shortened object is as visible as a changed one (the STREAM way).
"""

import os
from collections.abc import AsyncIterator
from uuid import UUID

import filetype
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from imi_contracts.errors import Refused
from imi_kit.objects import ObjectMissing, Objects
from imi_requests.application.ports import object_name

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
PLAIN_BYTES = 64 * 1024
SEALED_BYTES = PLAIN_BYTES + TAG_BYTES
STORE_DOWN = (MinioException, HTTPError, OSError)


class S3Vault:
    """`kek` is the key that wraps the keys of exchanges; it never touches the database."""

    def __init__(self, objects: Objects, kek: bytes) -> None:
        self._objects = objects
        self._kek = AESGCM(kek)

    def new_key(self, request_id: UUID) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._kek.encrypt(nonce, os.urandom(KEY_BYTES), request_id.bytes)

    def sniff(self, head: bytes) -> str | None:
        kind = filetype.guess(head)
        return kind.mime if kind else None

    async def store(
        self, wrapped: bytes, request_id: UUID, attachment_id: UUID, chunks: AsyncIterator[bytes]
    ) -> None:
        cipher = self._file_cipher(wrapped, request_id, attachment_id)
        try:
            await self._objects.put(object_name(request_id, attachment_id), _sealed(cipher, chunks))
        except STORE_DOWN as error:
            raise Refused("service.unavailable") from error

    async def read(self, wrapped: bytes, request_id: UUID, attachment_id: UUID) -> AsyncIterator[bytes]:
        cipher = self._file_cipher(wrapped, request_id, attachment_id)
        stored = self._objects.get(object_name(request_id, attachment_id))
        try:
            async for chunk in _opened(cipher, stored):
                yield chunk
        except (InvalidTag, ObjectMissing) as error:
            raise Refused("attachment.damaged") from error
        except STORE_DOWN as error:
            raise Refused("service.unavailable") from error

    async def remove(self, name: str) -> None:
        try:
            await self._objects.delete(name)
        except STORE_DOWN as error:
            raise Refused("service.unavailable") from error

    def _file_cipher(self, wrapped: bytes, request_id: UUID, attachment_id: UUID) -> AESGCM:
        try:
            key = self._kek.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], request_id.bytes)
        except InvalidTag as error:
            raise Refused("attachment.damaged") from error
        derived = HKDF(SHA256(), KEY_BYTES, salt=attachment_id.bytes, info=b"imi attachment v1").derive(key)
        return AESGCM(derived)


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")


async def _sealed(cipher: AESGCM, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Chunks of equal size, each sealed; an empty file is one sealed empty chunk."""
    counter = 0
    async for plain, last in _even(chunks, PLAIN_BYTES):
        yield cipher.encrypt(_nonce(counter, last=last), plain, None)
        counter += 1


async def _opened(cipher: AESGCM, stored: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    counter = 0
    async for sealed, last in _even(stored, SEALED_BYTES):
        yield cipher.decrypt(_nonce(counter, last=last), sealed, None)
        counter += 1


async def _even(chunks: AsyncIterator[bytes], size: int) -> AsyncIterator[tuple[bytes, bool]]:
    """Cut a stream into pieces of `size`; the last (perhaps shorter, perhaps empty) one is marked."""
    buffer = bytearray()
    async for chunk in chunks:
        buffer += chunk
        while len(buffer) > size:
            yield bytes(buffer[:size]), False
            del buffer[:size]
    yield bytes(buffer), True
