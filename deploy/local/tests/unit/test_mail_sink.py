"""Mails are caught, kept, and listed newest first, for people and for programs."""

import json
import smtplib
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from imi_local.servers.ports import pick_free
from imi_local.supervisor.mail import MailSink


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    smtp = pick_free(set())
    made = MailSink(tmp_path / "mail", smtp, pick_free({smtp}))
    made.start()
    yield made
    made.stop()


def send(sink: MailSink, subject: str, to: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "imi@example.eu", to, subject
    message.set_content("Új megkeresés érkezett: <b>2026/17</b>")
    message["Content-Language"] = "hu"
    with smtplib.SMTP(urlsplit(sink.smtp_url).hostname, urlsplit(sink.smtp_url).port, timeout=10) as client:
        client.send_message(message)


def get(url: str, accept: str = "*/*") -> str:
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode()


def test_programs_get_json_newest_first(sink: MailSink) -> None:
    send(sink, "első", "a@example.hu")
    send(sink, "második", "b@example.hu")
    mails = json.loads(get(sink.page_url))["mails"]
    assert [mail["subject"] for mail in mails] == ["második", "első"]
    assert mails[0]["to"] == ["b@example.hu"]
    assert mails[0]["text"].strip() == "Új megkeresés érkezett: <b>2026/17</b>"


def test_one_address_is_picked_out(sink: MailSink) -> None:
    send(sink, "első", "a@example.hu")
    send(sink, "második", "b@example.hu")
    mails = json.loads(get(f"{sink.page_url}?to=a@example.hu"))["mails"]
    assert [mail["subject"] for mail in mails] == ["első"]


def test_people_get_a_page_that_shows_markup_as_text(sink: MailSink) -> None:
    send(sink, "első", "a@example.hu")
    page = get(sink.page_url, "text/html,application/xhtml+xml")
    assert '<article lang="hu">' in page
    assert "&lt;b&gt;2026/17&lt;/b&gt;" in page


def test_an_empty_box_says_so(sink: MailSink) -> None:
    assert "No mail has been sent yet." in get(sink.page_url, "text/html")


def test_mails_outlive_the_sink(tmp_path: Path, sink: MailSink) -> None:
    send(sink, "első", "a@example.hu")
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
