"""The asking side: an official's commands over HTTP, each repeated under the same key until it is answered."""

import asyncio
import random
import secrets
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from imi_kit.identity import Identity

from .cast import AREA, Cast

PATIENCE_SECONDS = 200.0
PAUSES = (0.2, 1.0)
TIMEOUT = httpx.Timeout(10.0, connect=2.0)
# What a service says that has not yet heard, by event, of what the directory knows.
NOT_YET = {"authority.unknown", "authority.not_active", "authority.not_in_area"}
DRAFT = {
    "subject": {
        "Profession": "dentist",
        "FirstName": "Test",
        "Surname": "Drill",
        "BirthDate": "1980-05-17",
        "AwardingCountry": "HU",
    },
    "questions": [{"question": "2.1.1"}, {"question": "5.5.1"}],
    "legal_basis": "art-50-2",
}
TEXT = "Bitte prüfen Sie die Angaben, Übung {number}."


class RefusalError(AssertionError):
    """A command was answered with something that repeating cannot change."""


class Germany:
    """`retries` counts why commands had to be repeated."""

    def __init__(self, http: httpx.AsyncClient, sign: Callable[[Identity], str], cast: Cast) -> None:
        self._http, self._sign, self._cast = http, sign, cast
        self.retries: Counter[str] = Counter()
        self._run = secrets.token_hex(4)

    async def write(self, number: int) -> dict[str, Any]:
        """A complete draft; returns its view."""
        body = {"area": AREA, "responding_authority": self._cast.asked, "language": "de"}
        created = await self._command("POST", "/requests", f"create-{self._run}-{number}", body)
        deadline = (datetime.now(UTC) + timedelta(days=14)).date().isoformat()
        draft = DRAFT | {
            "version": created["version"],
            "deadline": deadline,
            "free_text": TEXT.format(number=number),
        }
        return await self._command("PUT", f"/requests/{created['id']}/draft", f"draft-{created['id']}", draft)

    async def send(self, draft: dict[str, Any]) -> dict[str, Any]:
        body = {"version": draft["version"]}
        return await self._command("POST", f"/requests/{draft['id']}/send", f"send-{draft['id']}", body)

    async def close(self, request_id: str, version: int) -> dict[str, Any]:
        body = {"version": version, "ratings": {"timeliness": "positive", "effort": "positive"}}
        return await self._command("POST", f"/requests/{request_id}/close", f"close-{request_id}", body)

    async def show(self, request_id: str) -> dict[str, Any]:
        return await self._command("GET", f"/requests/{request_id}", "", None)

    async def _command(self, method: str, path: str, key: str, body: dict[str, Any] | None) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            reason = await self._try(method, path, key, body)
            if not isinstance(reason, str):
                return reason
            self.retries[reason] += 1
            if time.monotonic() > until:
                raise RefusalError(f"{method} {path} was not done within {PATIENCE_SECONDS:.0f} s: {reason}")
            await asyncio.sleep(random.uniform(*PAUSES))

    async def _try(
        self, method: str, path: str, key: str, body: dict[str, Any] | None
    ) -> dict[str, Any] | str:
        """The answer, or why it is worth asking again."""
        headers = {"Authorization": f"Bearer {self._sign(self._cast.asking)}", "Idempotency-Key": key}
        try:
            answer = await self._http.request(method, path, json=body, headers=headers)
        except httpx.TransportError as error:
            return type(error).__name__
        if answer.is_success:
            content: dict[str, Any] = answer.json()
            return content
        code = _code(answer)
        if answer.is_server_error or code in NOT_YET:
            return code
        raise RefusalError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", answer.status_code))
    except ValueError:
        return str(answer.status_code)
