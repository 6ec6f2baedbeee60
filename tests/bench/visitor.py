"""A person at the pages without a browser: keeps cookies, sends a form's hidden fields back, hears what changes."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(20.0, read=60.0)
BADGE = re.compile(r'class="imi-badge">(\d+)<')


@dataclass
class Form:
    """Where it goes, what it carries hidden, and which characters of the security code it asks for."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
            self._open = given.get("method") == "post"
        elif tag == "input" and self._open:
            if given.get("type") == "hidden":
                self.found[-1].hidden[given["name"]] = given.get("value", "")
            if "data-position" in given:
                self.found[-1].positions.append(int(given["data-position"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


class Visitor:
    """One person with one session."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    @classmethod
    @asynccontextmanager
    async def logged_in(cls, url: str, account: dict[str, Any]) -> AsyncIterator["Visitor"]:
        async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT, follow_redirects=True) as http:
            visitor = cls(http)
            await visitor.submit(
                "/login", "/login", username=account["username"], password=account["password"]
            )
            form = await visitor._form("/login/code", "/login/code")
            code = [account["security_code"][position - 1] for position in form.positions]
            answer = await http.post("/login/code", data={**form.hidden, "character": code})
            answer.raise_for_status()
            if "/login" in str(answer.url):
                raise RuntimeError(f"{account['username']} could not log in")
            yield visitor

    async def submit(self, page: str, action: str = "", **fields: Any) -> httpx.Response:
        """Fill in the form of a page; `action` is where it says it goes, "" for a form to its own page."""
        form = await self._form(page, action)
        return await self.post(form.action or page, {**form.hidden, **fields})

    async def post(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        answer = await self.http.post(path, data=fields)
        answer.raise_for_status()
        return answer

    async def hidden(self, page: str) -> dict[str, str]:
        """What the page's own form carries."""
        return (await self._form(page, "")).hidden

    async def _form(self, page: str, action: str) -> Form:
        answer = await self.http.get(page)
        answer.raise_for_status()
        parser = _Forms()
        parser.feed(answer.text)
        return next(form for form in parser.found if form.action == action and form.hidden)

    async def unread(self) -> int:
        """The number at the bell."""
        found = BADGE.search((await self.http.get("/notices/unread")).text)
        return int(found.group(1)) if found else 0

    async def hears(self, event: str, ready: asyncio.Event) -> AsyncIterator[None]:
        """Yields whenever the page would be told of `event`; sets `ready` when it listens."""
        async with self.http.stream("GET", "/changes") as stream:
            async for line in stream.aiter_lines():
                if line == "event: ready":
                    ready.set()
                elif line == f"event: {event}":
                    yield
