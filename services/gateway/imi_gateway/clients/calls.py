"""One HTTP call to a service: token of the person, idempotency key, trace; a refusal becomes `Refused`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import httpx
from opentelemetry.propagate import inject

from imi_contracts.errors import Refused
from imi_kit.identity import Identity, TokenSigner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TIMEOUT = httpx.Timeout(10.0, connect=2.0)
TRANSFER_TIMEOUT = httpx.Timeout(60.0, connect=2.0)


class Caller(Protocol):
    """The logged-in person on whose behalf a call is made."""

    @property
    def user_id(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def authority_id(self) -> Any: ...
    @property
    def country(self) -> str: ...
    @property
    def roles(self) -> Any: ...


def identity_of(person: Caller) -> Identity:
    """What the token says about a person."""
    return Identity(
        subject=str(person.user_id),
        kind=getattr(person, "kind", "person"),
        country=person.country,
        name=person.name,
        authority=UUID(str(person.authority_id)) if person.authority_id else None,
        language=person.language,
        roles={area: list(roles) for area, roles in dict(person.roles).items()},
    )


class ServiceClient:
    """Base of the typed clients: where a service is, and how to speak to it."""

    def __init__(self, http: httpx.AsyncClient, address: str, signer: TokenSigner) -> None:
        self._http = http
        self._address = address.rstrip("/")
        self._signer = signer

    async def get(self, person: Caller, path: str, **query: Any) -> Any:
        """Read; empty parameters are left out. Raises Refused with the service's own code."""
        wanted = {name: value for name, value in query.items() if value not in (None, "")}
        answer = await self._send("GET", person, path, params=wanted, timeout=TIMEOUT)
        return answer.json()

    async def command(self, method: str, person: Caller, path: str, key: str, body: Any = None) -> Any:
        """Change something; the same key never has its effect twice."""
        headers = {"idempotency-key": usable(key)}
        answer = await self._send(method, person, path, json=body, headers=headers, timeout=TIMEOUT)
        return answer.json() if answer.content else None

    async def upload(
        self, person: Caller, path: str, key: str, content: AsyncIterator[bytes], headers: dict[str, str]
    ) -> Any:
        """Pass a body on while it arrives, so that memory stays flat."""
        headers = headers | {"idempotency-key": usable(key)}
        answer = await self._send(
            "POST", person, path, content=content, headers=headers, timeout=TRANSFER_TIMEOUT
        )
        return answer.json()

    async def download(self, person: Caller, path: str) -> httpx.Response:
        """An open answer; the caller reads it in pieces and closes it."""
        request = self._request("GET", person, path, timeout=TRANSFER_TIMEOUT)
        try:
            answer = await self._http.send(request, stream=True)
        except httpx.HTTPError as error:
            raise Refused("service.unavailable") from error
        if answer.is_error:
            await answer.aread()
            await answer.aclose()
            raise _refusal(answer)
        return answer

    def _request(self, method: str, person: Caller, path: str, **rest: Any) -> httpx.Request:
        headers = rest.pop("headers", {}) | {
            "authorization": f"Bearer {self._signer.sign(identity_of(person))}"
        }
        inject(headers)
        return self._http.build_request(method, self._address + path, headers=headers, **rest)

    async def _send(self, method: str, person: Caller, path: str, **rest: Any) -> httpx.Response:
        try:
            answer = await self._http.send(self._request(method, person, path, **rest))
        except httpx.HTTPError as error:
            raise Refused("service.unavailable") from error
        if answer.is_error:
            raise _refusal(answer)
        return answer


def usable(key: str) -> str:
    """The key of a form as a header; a form whose key no header can carry was not made by our pages."""
    if not (key.isascii() and key.isprintable()):
        raise Refused("request.malformed", reason="command_key")
    return key


def _refusal(answer: httpx.Response) -> Refused:
    try:
        problem = answer.json()
        code = str(problem["code"])
    except (ValueError, KeyError, TypeError):
        return Refused("service.unavailable")
    return Refused(code, pointer=problem.get("pointer"), **(problem.get("params") or {}))
