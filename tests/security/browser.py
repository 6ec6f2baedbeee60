"""A browser without scripts: cookies, forms and their tokens."""

import re
from typing import Any

import httpx

SECONDS = 60


class Browser:
    """`page` is the text of the last page."""

    def __init__(self, url: str) -> None:
        self.url, self.page = url, ""
        self.http = httpx.Client(base_url=url, headers={"accept": "text/html"}, timeout=SECONDS)

    def open(self, path: str) -> httpx.Response:
        answer = self.http.get(path)
        self.page = answer.text
        return answer

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', self.page)
        return found.group(1) if found else ""

    def submit(self, path: str, **fields: Any) -> httpx.Response:
        """With the token of the page that is open, unless another one is given."""
        data = {"csrf_token": self.token()} | fields
        return self.http.post(path, data=data, headers={"origin": self.url})

    def log_in(self, account: dict[str, Any]) -> httpx.Response:
        self.open("/login")
        self.submit("/login", username=account["username"], password=account["password"])
        self.open("/login/code")
        asked = [int(place) for place in re.findall(r'data-position="(\d+)"', self.page)]
        given = [account["security_code"][place - 1] for place in asked]
        return self.submit("/login/code", character=given)
