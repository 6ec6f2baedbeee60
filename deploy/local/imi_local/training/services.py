"""The services' HTTP interfaces as the training step calls them: signed tokens, keys, patience at the start."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from imi_kit.identity import Identity, TokenSigner
from imi_local.errors import StackError

TIMEOUT_SECONDS = 30.0
PATIENCE_SECONDS = 40.0
"""How long a service may need to hear, by events, of what the directory has just been told."""

NOT_YET = frozenset(
    {"authority.unknown", "authority.not_active", "authority.not_in_area", "service.unavailable"}
)


class TrainingError(StackError):
    """The training data could not be loaded."""


class Caller:
    """Calls one service on behalf of whoever `identity` names; every call gets a fresh token."""

    def __init__(self, client: httpx.AsyncClient, signer: TokenSigner, identity: Identity) -> None:
        self._client = client
        self._signer = signer
        self._identity = identity

    async def get(self, path: str) -> Any:
        return _answer(await self._send("GET", path))

    async def call(
        self, method: str, path: str, *, key: str = "", accept: frozenset[str] = frozenset(), **content: Any
    ) -> Any:
        """The answer's JSON, or None for a refusal in `accept`; waits while the service has not caught up."""
        until = time.monotonic() + PATIENCE_SECONDS
        headers = {**content.pop("headers", {}), **({"Idempotency-Key": key} if key else {})}
        while True:
            answer = await self._send(method, path, headers=headers, **content)
            code = _code(answer)
            if code in accept:
                return None
            if code not in NOT_YET or time.monotonic() > until:
                return _answer(answer)
            await asyncio.sleep(0.2)

    async def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        token = {"Authorization": f"Bearer {self._signer.sign(self._identity)}"}
        headers = content.pop("headers", {}) | token
        try:
            return await self._client.request(method, path, headers=headers, **content)
        except httpx.HTTPError as error:
            raise TrainingError(f"{method} {self._client.base_url}{path}: {error!r}") from error


def _code(answer: httpx.Response) -> str | None:
    if answer.is_success:
        return None
    try:
        found: Any = answer.json()
    except ValueError:
        return None
    return found.get("code") if isinstance(found, Mapping) else None


def _answer(answer: httpx.Response) -> Any:
    if not answer.is_success:
        place = f"{answer.request.method} {answer.request.url}"
        raise TrainingError(f"{place} was answered with {answer.status_code}: {answer.text[:500]}")
    return answer.json() if answer.content else None


CallerFor = Callable[[Identity], Caller]


def caller_for(service: httpx.AsyncClient, signer: TokenSigner) -> CallerFor:
    return lambda identity: Caller(service, signer, identity)
