"""Mails: tried for two days, then visibly failed; sent at least once, to whoever is still there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest

from imi_contracts.events import RequestSent
from imi_kit.testing import FixedClock
from imi_notifications.application.ports import DueMail, Undeliverable
from imi_notifications.application.send_mails import SendMails
from imi_notifications.domain.delivery import GIVE_UP_AFTER, next_attempt
from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import User


@dataclass
class FakeOutgoing:
    due: list[DueMail] = field(default_factory=list)
    outcome: dict[UUID, Any] = field(default_factory=dict)

    async def claim_due(self, limit: int) -> list[DueMail]:
        due, self.due = self.due, []
        return due[:limit]

    async def sent(self, notice_id: UUID) -> None:
        self.outcome[notice_id] = "sent"

    async def dropped(self, notice_id: UUID) -> None:
        self.outcome[notice_id] = "dropped"

    async def postponed(self, notice_id: UUID, until: datetime, reason: str) -> None:
        self.outcome[notice_id] = until, reason

    async def failed(self, notice_id: UUID, reason: str) -> None:
        self.outcome[notice_id] = "failed", reason


@dataclass
class FakePostman:
    error: Undeliverable | None = None
    sent: list[EmailMessage] = field(default_factory=list)

    async def send(self, mail: EmailMessage) -> None:
        if self.error:
            raise self.error
        self.sent.append(mail)


@dataclass
class Office:
    clock: FixedClock
    outgoing: FakeOutgoing
    postman: FakePostman
    send: SendMails
    notice: Notice

    async def try_with(self, *, attempts: int = 1, age: timedelta = timedelta(0), user: User | None) -> Any:
        self.outgoing.due = [DueMail(self.notice, user, None, attempts, self.clock.now() - age)]
        assert [await self.send(), await self.send()] == [1, 0]
        return self.outgoing.outcome[self.notice.id]


@pytest.fixture
def office(world: Any) -> Office:
    clock, outgoing, postman = FixedClock(), FakeOutgoing(), FakePostman()
    notice = Notice.to(uuid4(), News.of(world.step(RequestSent), uuid4()))
    send = SendMails(outgoing, postman, lambda *_: EmailMessage(), clock)
    return Office(clock, outgoing, postman, send, notice)


ANNA = User(uuid4(), "Anna", "anna@kamara.example", "hu", uuid4(), {}, active=True)
GONE = User(uuid4(), "Anna", "anna@kamara.example", "hu", uuid4(), {}, active=False)


async def test_a_mail_the_server_took_is_sent(office: Office) -> None:
    assert await office.try_with(user=ANNA) == "sent"
    assert len(office.postman.sent) == 1


@pytest.mark.parametrize("user", [None, GONE])
async def test_nobody_who_left_is_written_to(office: Office, user: User | None) -> None:
    assert await office.try_with(user=user) == "dropped"
    assert office.postman.sent == []


async def test_a_failed_attempt_is_repeated_later_with_its_reason(office: Office) -> None:
    office.postman.error = Undeliverable("SMTPConnectError")
    until, reason = await office.try_with(user=ANNA)
    assert until == office.clock.now() + timedelta(seconds=30)
    assert reason == "SMTPConnectError"


async def test_after_two_days_it_stays_visible_as_failed(office: Office) -> None:
    office.postman.error = Undeliverable("SMTPConnectError")
    outcome = await office.try_with(user=ANNA, attempts=60, age=GIVE_UP_AFTER)
    assert outcome == ("failed", "SMTPConnectError")


async def test_a_recipient_refused_for_good_is_not_tried_again(office: Office) -> None:
    office.postman.error = Undeliverable("recipient refused: [550]", for_good=True)
    assert await office.try_with(user=ANNA) == ("failed", "recipient refused: [550]")


def test_the_waits_double_up_to_an_hour_and_end_after_two_days() -> None:
    now = created = FixedClock().now()
    waits, attempts = [], 0
    while True:
        attempts += 1
        following = next_attempt(attempts, created, now)
        if following is None:
            break
        waits.append((following - now).total_seconds())
        now = following
    assert waits[:4] == [30, 60, 120, 240]
    assert max(waits) == 3600
    assert timedelta(hours=47) <= now - created <= timedelta(hours=48)
