"""Steps of member-state systems at the requests service: the same routes that the pages use."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
from opentelemetry.propagate import inject

from imi_contracts.commands import (
    AcceptRequest,
    AgreeDeadline,
    CloseRequest,
    InterchangeCommand,
    ProposeDeadline,
    ReplyToRequest,
    ShowRequest,
)
from imi_contracts.errors import Refused
from imi_gateway.application.interchange import ServiceFailed
from imi_gateway.application.tokens import Tokens
from imi_kit.bus.consumer import StoreDown

TIMEOUT = httpx.Timeout(15.0, connect=2.0)
UNAVAILABLE = {502, 503, 504}
FAILED = 500


def _ratings(command: CloseRequest) -> dict[str, Any]:
    return {"timeliness": command.timeliness, "effort": command.effort}


def _reply(command: ReplyToRequest) -> dict[str, Any]:
    body: dict[str, Any] = {
        "answers": [answer.model_dump(mode="json") for answer in command.answers],
        "free_text": command.free_text,
    }
    return body | ({"language": command.language} if command.language else {})


Step = tuple[str, Callable[[Any], Mapping[str, Any]]]
STEPS: dict[type[InterchangeCommand], Step] = {
    AcceptRequest: ("accept", lambda c: {"deadline": c.model_dump(mode="json")["deadline"]}),
    ProposeDeadline: ("deadline/propose", lambda c: {"deadline": c.model_dump(mode="json")["deadline"]}),
    AgreeDeadline: ("deadline/agree", lambda _: {}),
    ReplyToRequest: ("reply", _reply),
    CloseRequest: ("close", lambda c: {"ratings": _ratings(c)}),
}


class HttpRequestsService:
    """Implements application.interchange.RequestsService."""

    def __init__(self, http: httpx.AsyncClient, address: str, tokens: Tokens) -> None:
        self._http = http
        self._address = address.rstrip("/")
        self._tokens = tokens

    async def perform(self, command: InterchangeCommand, country: str, key: str) -> dict[str, Any]:
        """The service's answer. Raises StoreDown while the service is away: the message then waits."""
        place = f"/requests/{command.request_id}"
        if isinstance(command, ShowRequest):
            return await self._call("GET", place, country)
        path, body = STEPS[type(command)]
        content = {"version": command.version, **body(command)}
        return await self._call("POST", f"{place}/{path}", country, key=key, content=content)

    async def _call(
        self, method: str, path: str, country: str, *, key: str = "", content: Any = None
    ) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self._tokens.for_system(country)}"}
        if key:
            headers["idempotency-key"] = key
        inject(headers)
        try:
            answer = await self._http.request(
                method, self._address + path, json=content, headers=headers, timeout=TIMEOUT
            )
        except httpx.TransportError as error:
            raise StoreDown from error
        return _content(answer)


def _content(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code in UNAVAILABLE:
        raise StoreDown(f"the requests service answered {answer.status_code}")
    if answer.is_success:
        content: dict[str, Any] = answer.json()
        return content
    try:
        problem = answer.json()
        code = str(problem["code"])
    except (ValueError, KeyError, TypeError) as error:
        raise ServiceFailed(f"{answer.status_code} without a code") from error
    if answer.status_code >= FAILED or code == "identity.invalid":
        raise ServiceFailed(code)
    raise Refused(code, pointer=problem.get("pointer"), **(problem.get("params") or {}))
