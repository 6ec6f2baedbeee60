"""Mail over a real SMTP server: what it takes, what it refuses for now, and what for good."""

from email.message import EmailMessage
from typing import Any

import pytest

from imi_notifications.adapters.smtp import SmtpPostman
from imi_notifications.application.ports import Undeliverable

pytestmark = pytest.mark.integration


def mail() -> EmailMessage:
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = "a@imi.example", "anna@kamara.example", "Új megkeresés"
    found.set_content("Tisztelt Hölgyem/Uram!")
    return found


async def test_a_mail_arrives_with_its_letters_intact(mail_server: Any) -> None:
    await SmtpPostman(mail_server.url, greeting="imi.example").send(mail())
    (arrived,) = mail_server.mails()
    assert arrived["Subject"] == "Új megkeresés"
    assert "Tisztelt Hölgyem/Uram!" in arrived.get_content()


@pytest.mark.parametrize(("answer", "for_good"), [("550 no such user", True), ("451 try later", False)])
async def test_a_refusal_says_whether_it_is_for_good_and_names_nobody(
    mail_server: Any, answer: str, for_good: bool
) -> None:
    mail_server.refuse = answer
    with pytest.raises(Undeliverable) as refusal:
        await SmtpPostman(mail_server.url, greeting="imi.example").send(mail())
    assert refusal.value.for_good is for_good
    assert "anna" not in refusal.value.reason


async def test_a_server_that_is_away_is_no_reason_to_give_up(unused_tcp_port: int) -> None:
    with pytest.raises(Undeliverable) as refusal:
        await SmtpPostman(f"smtp://127.0.0.1:{unused_tcp_port}", greeting="imi.example").send(mail())
    assert not refusal.value.for_good
