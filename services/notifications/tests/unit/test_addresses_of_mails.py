"""An address that is none fails its own mail, and keeps nobody else from theirs."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from aiosmtplib.email import extract_recipients
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imi_contracts.events import RequestSent
from imi_notifications.adapters.letters import Letters
from imi_notifications.adapters.texts import NoticeTexts, load_notice_texts
from imi_notifications.application.ports import Undeliverable
from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import User

LETTERS = Letters(NoticeTexts(load_notice_texts()), "OpenIMI <imi@imi.test>", "https://imi.test")
ANNA = User(uuid4(), "Anna", "anna@kamara.example", "hu", uuid4(), {}, active=True)


@pytest.fixture
def notice(world: Any) -> Notice:
    return Notice.to(ANNA.id, News.of(world.step(RequestSent), uuid4()))


def write(notice: Notice, address: str) -> list[str]:
    """Whom the mail server would be told to give the mail to."""
    return extract_recipients(LETTERS(notice, replace(ANNA, email=address), None))


@pytest.mark.parametrize(
    "address", ["group:;@x", "a,b@c", "a@b,c", "x@", "()@x", "a@b\nBcc: c@d", "a\0@b", ""]
)
def test_what_is_not_one_plain_address_is_undeliverable(notice: Notice, address: str) -> None:
    with pytest.raises(Undeliverable) as refused:
        write(notice, address)
    assert refused.value.for_good
    assert not address or address not in refused.value.reason


@given(address=st.text("aé1.-+_'\"<>()[]:;,@ \\\n\t", max_size=12))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mail_goes_to_one_address_or_is_undeliverable(notice: Notice, address: str) -> None:
    try:
        recipients = write(notice, address)
    except Undeliverable:
        return
    assert recipients == [address]
