"""The same story when the Hungarian side is a system of the state and nobody sits at a screen there."""

import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from imi_local.running import RunningStack

from .member_state import MemberStateSystem
from .official import Official
from .test_dentist_in_browser import writes

pytestmark = pytest.mark.browser
UNKNOWN = "00000000-0000-7000-8000-000000000000"
ANSWERS = [
    {"question": "2.1.1", "value": "yes"},
    {"question": "3.2.3", "value": "yes"},
    {"question": "5.2.2", "value": "none"},
    {"question": "5.5.1", "value": "yes"},
    {"question": "6.1.1", "value": "yes", "comment": "A nyilvántartásban szerepel."},
]


@pytest.fixture
async def hungary(stack: RunningStack) -> AsyncIterator[MemberStateSystem]:
    async with MemberStateSystem.connected("HU", stack.amqp_url("HU")) as system:
        yield system


@pytest.fixture
async def anna(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]]
) -> AsyncIterator[Official]:
    async with Official.at_desk(browser, stack.url, account_of("DE", authority="Bayern"), "de") as official:
        await official.logs_in()
        yield official


@pytest.fixture
async def sent(anna: Official, diploma: Path) -> str:
    """A request that the German official has just sent from her browser."""
    await anna.opens_authority("zahnarzt ungarn", "Fogorvosi kamara")
    request_id = await anna.begins_a_request()
    await writes(anna, diploma)
    await anna.submits("main", "button[name=go][value=send]")
    return request_id


@pytest.mark.timeout(240)
async def test_the_states_system_accepts_and_replies_and_the_official_reads_it_in_her_browser(
    hungary: MemberStateSystem, anna: Official, sent: str
) -> None:
    arrived = await hungary.event("requests.request.sent.v1", request_id=sent)
    assert arrived["responding_country"] == "HU"
    assert "Zsófia" not in str(arrived)
    shown = (await hungary.ask("show", {"request_id": sent}))["result"]
    assert shown["subject"] is None
    assert shown["attachments"] is None

    accepted = await hungary.ask("accept", {"request_id": sent})
    assert accepted["outcome"] == "accepted", accepted
    shown = (await hungary.ask("show", {"request_id": sent}))["result"]
    assert shown["subject"]["Surname"] == "Példa-Fogorvos"

    replied = await hungary.ask("reply", {"request_id": sent, "answers": ANSWERS, "language": "hu"})
    assert replied["outcome"] == "accepted", replied
    # Her page shows it by itself.
    await expect(anna.page.locator("main")).to_contain_text("Auskünfte erteilt", timeout=15_000)
    await expect(anna.page.locator("main")).to_contain_text("A nyilvántartásban szerepel.")
    await anna.finds_nothing_inaccessible()


@pytest.mark.timeout(240)
async def test_every_wrong_message_gets_the_receipt_it_deserves(
    hungary: MemberStateSystem, stack: RunningStack, sent: str
) -> None:
    async with MemberStateSystem.connected("IT", stack.amqp_url("IT")) as italy:
        foreign = await italy.ask("accept", {"request_id": sent})
    unknown = await hungary.ask("accept", {"request_id": UNKNOWN})
    assert (foreign["outcome"], foreign["code"]) == ("refused", "resource.not_found")
    assert {k: foreign[k] for k in ("code", "params", "retryable")} == {
        k: unknown[k] for k in ("code", "params", "retryable")
    }

    malformed = await hungary.ask("accept", b"{not json")
    assert malformed["outcome"] == "refused"
    assert malformed["retryable"] is False
    wrong_field = await hungary.ask("accept", {"request_id": "no identifier"})
    assert wrong_field["pointer"] == "/request_id"
    no_command = await hungary.ask("annihilate", {"request_id": sent})
    assert no_command["code"] == "interchange.command_unknown"

    await hungary.ask("accept", {"request_id": sent})
    unknown_code = await hungary.ask(
        "reply", {"request_id": sent, "answers": [{"question": "5.2.2", "value": "no-such-code"}]}
    )
    assert unknown_code["outcome"] == "refused"
    assert unknown_code["pointer"]

    too_late = await hungary.ask("accept", {"request_id": sent})
    assert too_late["code"] == "request.step_not_possible"


@pytest.mark.timeout(240)
async def test_a_repeated_message_gets_the_same_receipt_and_has_no_second_effect(
    hungary: MemberStateSystem, sent: str
) -> None:
    message_id = str(uuid.uuid4())
    first = await hungary.ask("accept", {"request_id": sent}, message_id=message_id)
    again = await hungary.ask("accept", {"request_id": sent}, message_id=message_id)
    assert first == again
    other = await hungary.ask("show", {"request_id": sent}, message_id=message_id)
    assert (other["outcome"], other["code"]) == ("refused", "interchange.message_id_reused")
    view = (await hungary.ask("show", {"request_id": sent}))["result"]
    assert [entry["step"] for entry in view["timeline"]].count("accepted") == 1
