"""Requests in every state of the flow, each made step by step by the people it is between."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from imi_kit.identity import Identity
from imi_local.training.diploma import diploma
from imi_local.training.model import PROFESSIONAL_QUALIFICATIONS, Scenario
from imi_local.training.people import Official
from imi_local.training.services import Caller, CallerFor

ORDER = ("draft", "awaiting_acceptance", "accepted", "information_provided", "closed")


def identity_of(official: Official) -> Identity:
    """The identity the gateway would give this person after login."""
    return Identity(
        subject=str(official.id),
        kind="person",
        country=official.site.country,
        name=official.name,
        authority=official.site.id,
        language=official.language,
        roles={"*": list(official.roles)},
    )


@dataclass
class Exchange:
    """One scenario on its way; each step is taken only when the request has not passed it yet."""

    scenario: Scenario
    sender: Official
    receiver: Official
    call_as: CallerFor
    number: int
    view: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/requests/{self.view['id']}"

    async def run(self) -> None:
        await self._create()
        await self._write()
        if self.scenario.until == "draft":
            return
        await self._step("draft", self.sender, "send")
        if self.scenario.until == "withdrawn":
            await self._step("awaiting_acceptance", self.sender, "withdraw", remark=None)
            return
        if self._wants("accepted"):
            deadline = self._in_days(self.scenario.counter_days)
            await self._step("awaiting_acceptance", self.receiver, "accept", deadline=deadline)
        if self._wants("information_provided"):
            await self._step("accepted", self.receiver, "reply", **self._reply())
        if self._wants("closed"):
            await self._step("information_provided", self.sender, "close", ratings=self.scenario.ratings)

    async def _create(self) -> None:
        body = {
            "area": self.scenario.area,
            "kind": self.scenario.kind,
            "responding_authority": str(self.receiver.site.id),
            "language": self.sender.language,
        }
        created = await self._call(self.sender, "POST", "/requests", "create", json=body)
        # The answer is remembered from the first time; what has happened since is in the request itself.
        self.view = await self._as(self.sender).get(f"/requests/{created['id']}")

    async def _write(self) -> None:
        if self.view["status"] != "draft" or self.view["questions"]:
            return
        parameters = {"Attachment": await self._attach()} if self.scenario.diploma else {}
        body = {
            "version": self.view["version"],
            "subject": self._subject(),
            "questions": [
                {
                    "question": question,
                    "parameters": given | (parameters if given.get("DocumentKind") else {}),
                }
                for question, given in self.scenario.questions.items()
            ],
            "free_text": self.scenario.text or None,
            "deadline": self._in_days(self.scenario.days),
            "legal_basis": self.scenario.legal_basis,
            "reason": self.scenario.reason,
        }
        self.view = await self._call(self.sender, "PUT", f"{self.path}/draft", "", json=body)

    async def _attach(self) -> str:
        headers = {"X-File-Name": quote("diploma.pdf"), "Content-Type": "application/pdf"}
        file = diploma(f"Test Person {self.number:02}")
        kept = await self._call(
            self.sender, "POST", f"{self.path}/attachments", "attach", content=file, headers=headers
        )
        self.view = await self._as(self.sender).get(self.path)
        return str(kept["id"])

    async def _step(self, status: str, who: Official, action: str, **body: Any) -> None:
        if self.view["status"] == status:
            body["version"] = self.view["version"]
            self.view = await self._call(who, "POST", f"{self.path}/{action}", action, json=body)

    async def _call(self, who: Official, method: str, path: str, step: str, **content: Any) -> Any:
        key = f"training/{self.scenario.id}/{step}" if step else ""
        return await self._as(who).call(method, path, key=key, **content)

    def _as(self, official: Official) -> Caller:
        return self.call_as(identity_of(official))

    def _wants(self, status: str) -> bool:
        return ORDER.index(self.scenario.until) >= ORDER.index(status)

    def _in_days(self, days: int | None) -> str | None:
        return (date.today() + timedelta(days=days)).isoformat() if days else None  # noqa: DTZ011

    def _subject(self) -> dict[str, Any]:
        if self.scenario.area != PROFESSIONAL_QUALIFICATIONS:
            return self.scenario.subject
        person = {
            "FirstName": "Test",
            "Surname": f"Person {self.number:02}",
            "BirthDate": f"19{70 + self.number}-05-17",
            "Nationality": self.scenario.subject["AwardingCountry"],
            "Qualification": "Diploma (training)",
            "QualificationDate": "2011-07-01",
            "AwardingBody": "Training University",
        }
        return person | self.scenario.subject

    def _reply(self) -> dict[str, Any]:
        reply = self.scenario.reply
        if reply is None:
            return {"answers": []}
        answers = [{"question": question, "value": value} for question, value in reply.answers.items()]
        return {"answers": answers, "free_text": reply.text or None, "language": self.receiver.language}


def exchanges(
    scenarios: list[Scenario], officials: Mapping[str, Official], call_as: CallerFor
) -> list[Exchange]:
    return [
        Exchange(scenario, officials[scenario.sender], officials[scenario.receiver], call_as, number)
        for number, scenario in enumerate(scenarios, 1)
    ]
