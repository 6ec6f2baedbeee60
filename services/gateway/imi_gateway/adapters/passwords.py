"""Argon2id in threads (RFC 9106; cost after OWASP's recommendation), a few at a time."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from imi_contracts.errors import Refused

MEMORY_KIB, ROUNDS, LANES = 19_456, 2, 1
WAIT_SECONDS = 10.0


class Argon2Passwords:
    """Implements application.ports.Passwords. Hashing more at once than there are cores helps nobody."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._slots = asyncio.Semaphore(max(2, os.cpu_count() or 2))
        self._dummy = self._hasher.hash(os.urandom(16).hex())

    async def hash(self, password: str) -> str:
        async with self._slot():
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        async with self._slot():
            right = await asyncio.to_thread(self._verify, password_hash or self._dummy, password)
        return right and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._slots.acquire(), WAIT_SECONDS)
        except TimeoutError as error:
            raise Refused("service.unavailable") from error
        try:
            yield
        finally:
            self._slots.release()
