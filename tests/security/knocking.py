"""Anybody with any token at the services' own doors, and a case whose every word can be looked for."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from imi_kit.identity import Identity, TokenSigner
from imi_local.servers.state import RunState
from imi_local.training.diploma import diploma

AREA = "professional-qualifications"
HANDLER = {AREA: ["request_handler"]}
SECONDS = 60
WRITTEN: tuple[str, ...] = (
    "Given",
    "Family",
    "Plea",
    "File",
    "Paper",
    "Comment",
    "Answer",
    "Reply",
    "Remark",
)


@dataclass(frozen=True)
class Doors:
    """The services as the gateway reaches them."""

    state: RunState
    signer: TokenSigner

    def address(self, service: str) -> str:
        name = "public" if service == "gateway" else f"service.{service}"
        return f"http://127.0.0.1:{self.state.last_port(name)}"

    def opened(self, service: str, identity: Identity | None) -> httpx.Client:
        """A client with this identity's token; None knocks without any."""
        headers = {"authorization": f"Bearer {self.signer.sign(identity)}"} if identity else {}
        return httpx.Client(base_url=self.address(service), headers=headers, timeout=SECONDS)

    def ask(
        self, identity: Identity | None, method: str, path: str, body: Any = None, service: str = "requests"
    ) -> httpx.Response:
        key = {"idempotency-key": str(uuid4())}
        with self.opened(service, identity) as http:
            return http.request(method, path, json=body, headers=key)


def person(authority: str, country: str, roles: dict[str, list[str]] | None = None) -> Identity:
    held = HANDLER if roles is None else roles
    return Identity(f"{uuid4()}", "person", country, "Somebody", authority, "en", held)  # type: ignore[arg-type]


def system(country: str) -> Identity:
    return Identity(f"system:{country.lower()}", "system", country)


ADMINISTRATOR = Identity("administrator", "administrator")


@dataclass
class Case:
    """A request between two authorities. `words` are what only they may ever read, each written somewhere else."""

    doors: Doors
    anna: Identity
    bela: Identity
    id: str = ""
    attachment: str = ""
    words: dict[str, str] = field(default_factory=lambda: {n: f"{n}{secrets.token_hex(6)}" for n in WRITTEN})

    def do(self, who: Identity, method: str, path: str, **body: Any) -> dict[str, Any]:
        answer = self.doors.ask(who, method, f"/requests{path}", body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def shown_to(self, who: Identity) -> dict[str, Any]:
        view: dict[str, Any] = self.doors.ask(who, "GET", f"/requests/{self.id}").json()
        return view

    def drafted(self) -> None:
        body = {"area": AREA, "responding_authority": str(self.bela.authority), "language": "de"}
        self.id = self.do(self.anna, "POST", "", **body)["id"]
        subject = {
            "Profession": "dentist",
            "FirstName": self.words["Given"],
            "Surname": self.words["Family"],
            "BirthDate": "1987-05-14",
            "Nationality": "HU",
        }
        asked = [{"question": "2.1.1", "parameters": {}}, {"question": "5.2.2", "parameters": {}}]
        draft = {"subject": subject, "questions": asked, "free_text": self.words["Plea"]}
        more = {"deadline": "2999-12-31", "legal_basis": "art-56-2"}
        self.do(self.anna, "PUT", f"/{self.id}/draft", **draft, **more)
        with self.doors.opened("requests", self.anna) as http:
            headers = {"x-file-name": quote(f"{self.words['File']}.pdf"), "content-type": "application/pdf"}
            content = diploma(self.words["Paper"])
            answer = http.post(f"/requests/{self.id}/attachments", content=content, headers=headers)
        assert answer.status_code == 201, answer.text
        self.attachment = answer.json()["id"]

    def sent(self) -> None:
        self.do(self.anna, "POST", f"/{self.id}/send")

    def accepted(self) -> None:
        self.do(self.bela, "POST", f"/{self.id}/accept")

    def answered(self, step: str = "POST", path: str = "reply") -> None:
        """Saved with ("PUT", "answers"), handed over without."""
        answers = [
            {"question": "2.1.1", "value": "yes", "comment": self.words["Comment"]},
            {"question": "5.2.2", "value": "restricted"},
            {"question": "5.2.2.1", "value": self.words["Answer"]},
            {"question": "5.2.2.2", "value": {"from": "2024-01-01", "to": None}},
        ]
        self.do(self.bela, step, f"/{self.id}/{path}", answers=answers, free_text=self.words["Reply"])

    def closed(self) -> None:
        ratings = {"timeliness": "positive", "effort": "neutral", "remark": self.words["Remark"]}
        self.do(self.anna, "POST", f"/{self.id}/close", ratings=ratings)


def found(words: dict[str, str], text: str | dict[str, Any] | list[Any]) -> list[str]:
    """Which of the words stand in a text or document."""
    whole = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    return [name for name, word in words.items() if word in whole]
