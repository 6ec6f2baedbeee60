"""The door for member-state systems with everything around it replaced."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from imi_contracts.commands import InterchangeCommand
from imi_contracts.envelope import Envelope
from imi_contracts.errors import Refused
from imi_gateway.application.interchange import Interchange, ServiceFailed
from imi_gateway.application.read_command import read_command
from imi_gateway.domain.interchange import Incoming
from imi_kit.bus.consumer import StoreDown, Unprocessable
from imi_kit.bus.message import OutgoingMessage
from imi_kit.testing import FakeUnitOfWork, FixedClock

CASE = str(uuid4())


class FakeReceipts:
    """Memory that a failing transaction does not change."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], dict[str, bytes]] = {}
        self.forgotten_at: list[datetime] = []

    async def claim(self, country: str, message_id: str) -> Mapping[str, bytes]:
        return self.kept.get((country, message_id), {})

    async def put(
        self, country: str, message_id: str, said_sha256: str, envelope: bytes, forget_at: datetime
    ) -> None:
        self.kept.setdefault((country, message_id), {})[said_sha256] = envelope
        self.forgotten_at.append(forget_at)

    async def keys_of(self, country: str) -> Sequence[Mapping[str, Any]]:
        return []


class FakeUow(FakeUnitOfWork):
    def __init__(self) -> None:
        super().__init__()
        self.receipts = FakeReceipts()
        self.delivered: list[OutgoingMessage] = []

    def deliver(self, message: OutgoingMessage) -> None:
        self.delivered.append(message)


class FakeRequests:
    """Answers as told; remembers for whom it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str]] = []

    async def perform(self, command: InterchangeCommand, country: str, key: str) -> dict[str, Any]:
        self.asked.append((country, key))
        answer = self.answers.pop(0) if self.answers else {"id": CASE, "status": "accepted", "version": 2}
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, dict)
        return answer


class Door:
    def __init__(self, *answers: Any) -> None:
        self.uow, self.requests, self.clock = FakeUow(), FakeRequests(*answers), FixedClock()
        self.interchange = Interchange(lambda: self.uow, self.requests, lambda *_: None, self.clock)  # type: ignore[arg-type, return-value]

    async def take(self, **more: Any) -> dict[str, Any]:
        values: dict[str, Any] = {
            "body": json.dumps({"request_id": CASE}).encode(),
            "routing_key": "ms.hu.accept",
            "user_id": "ms-hu",
            "message_id": "m1",
        }
        await self.interchange.take(Incoming(**(values | more)))
        sent = self.uow.delivered[-1]
        return Envelope.from_json(sent.body).data | {"queue": sent.routing_key, "to": sent.correlation_id}


@pytest.mark.parametrize("message_id", [None, ""])
async def test_a_message_without_id_is_refused_and_not_remembered(message_id: str | None) -> None:
    door = Door()
    receipt = await door.take(message_id=message_id)
    assert receipt["code"] == "interchange.message_id_missing"
    assert (receipt["queue"], receipt["to"]) == ("ms.hu.out", None)
    assert not door.uow.receipts.kept
    assert not door.requests.asked


@pytest.mark.parametrize(("user_id", "routing_key"), [
    (None, "ms.xx.accept"),
    (None, "accept"),
    ("admin", "ms.hu.accept"),
    ("ms-xx", "ms.hu.accept"),
    ("ms-hu ", "ms.hu.accept"),
    ("MS-HU", "ms.hu.accept"),
])  # fmt: skip
async def test_who_is_no_member_state_gets_no_answer(user_id: str | None, routing_key: str) -> None:
    door = Door()
    with pytest.raises(Unprocessable):
        await door.take(user_id=user_id, routing_key=routing_key)
    assert not door.uow.delivered


async def test_a_redelivery_after_a_crash_before_the_commit_is_judged_again_under_the_same_key() -> None:
    door = Door(StoreDown(), {"id": CASE, "version": 2})
    with pytest.raises(StoreDown):
        await door.take()
    assert (await door.take())["outcome"] == "accepted"
    assert door.requests.asked == [("HU", "ms-hu:m1")] * 2


async def test_a_malfunction_is_tried_three_times_and_then_told_without_being_remembered() -> None:
    door = Door(ServiceFailed(), ServiceFailed(), ServiceFailed())
    for _ in range(2):
        with pytest.raises(ServiceFailed):
            await door.take()
    receipt = await door.take()
    assert (receipt["code"], receipt["retryable"]) == ("service.failed", True)
    assert not door.uow.receipts.kept


async def test_a_code_of_a_newer_service_is_passed_on_as_it_is() -> None:
    receipt = await Door(Refused("brand.new", pointer="/x", hint=1)).take()
    assert (receipt["code"], receipt["pointer"], receipt["params"]) == ("brand.new", "/x", {"hint": 1})


async def test_a_receipt_with_the_case_in_it_is_kept_a_day_and_others_a_month() -> None:
    door = Door()
    await door.take(routing_key="ms.hu.show")
    await door.take(message_id="m2")
    days = [(at - door.clock.now()).days for at in door.uow.receipts.forgotten_at]
    assert days == [1, 30]


async def test_only_show_returns_the_case_itself() -> None:
    view = {"id": CASE, "number": "1", "status": "accepted", "version": 2, "subject": {"family_name": "X"}}
    assert (await Door(view).take(routing_key="ms.hu.show"))["result"] == view
    assert "subject" not in (await Door(view).take())["result"]


@given(some.binary(max_size=200))
def test_whatever_bytes_arrive_there_is_a_command_or_a_refusal_with_a_code(body: bytes) -> None:
    with pytest.raises(Refused, match=r"^interchange\."):
        read_command("accept", body)


def test_a_command_too_large_is_refused() -> None:
    with pytest.raises(Refused, match=r"interchange\.too_large"):
        read_command("accept", b" " * 1_000_001)


def test_a_right_command_is_read() -> None:
    command = read_command("accept", json.dumps({"request_id": CASE, "deadline": "2026-12-24"}).encode())
    assert command.request_id == UUID(CASE)
