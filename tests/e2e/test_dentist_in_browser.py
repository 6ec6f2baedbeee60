"""The Hungarian dentist who wants to work in Germany (press release IP/10/1022), click by click."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, expect

from imi_local.running import RunningStack

from .official import Official

pytestmark = pytest.mark.browser

PERSON = {
    "subject.Profession": "dentist",
    "subject.FirstName": "Zsófia",
    "subject.Surname": "Példa-Fogorvos",
    "subject.BirthDate": "1990-05-04",
    "subject.AwardingCountry": "HU",
}
SECRETS = ("Zsófia", "Példa-Fogorvos", "Zeugnis-4711")
DEADLINE = (datetime.now(UTC) + timedelta(days=14)).date().isoformat()
MESSAGE = "Bitte prüfen Sie das beigefügte Diplom."
REPLY = "Az oklevelet a nyilvántartásunk alapján ellenőriztük."


async def mails_to(stack: RunningStack, address: str, number: str) -> list[dict[str, Any]]:
    """Caught mails about this request; waits for the first, since mail is sent on the side."""
    async with httpx.AsyncClient(timeout=10) as client:
        for _ in range(60):
            answer = await client.get(stack.mail_url, headers={"Accept": "application/json"})
            found = [m for m in answer.json()["mails"] if address in m["to"] and number in m["subject"]]
            if found:
                return found
            await asyncio.sleep(0.25)
    raise AssertionError(f"no mail to {address} about {number}")


@pytest.mark.timeout(240)
async def test_a_request_travels_from_a_german_to_a_hungarian_screen_and_back(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]], diploma: Path
) -> None:
    german, hungarian = account_of("DE", authority="Bayern"), account_of("HU", authority="Fogorvosi")
    async with (
        Official.at_desk(browser, stack.url, german, "de") as anna,
        Official.at_desk(browser, stack.url, hungarian, "hu") as bela,
        Official.at_desk(browser, stack.url, german, "de") as watcher,
    ):
        await anna.logs_in()
        await watcher.logs_in()
        await watcher.goes_to("/statistics")
        received = watcher.page.locator("tr", has_text="Ungarn").first

        # 2-3: she finds the body by German words, and writes in German.
        await anna.opens_authority("zahnarzt ungarn", "Fogorvosi kamara")
        request_id = await anna.begins_a_request()
        await writes(anna, diploma)
        await anna.submits("main", "button[name=go][value=send]")
        await anna.finds_nothing_inaccessible()
        number = (re.findall(r"EX-\d{4}-\d{6}", await anna.text()))[0]

        # 4: the Hungarian side is told in Hungarian, without personal data, and sees no person before accepting.
        await bela.logs_in()
        await bela.goes_to("/notices")
        notice = bela.page.locator("#notices li", has_text=number)
        await expect(notice).to_contain_text("megkeresés")
        await bela.finds_nothing_inaccessible()
        [mail] = await mails_to(stack, f"{hungarian['username']}@training.example", number)
        assert request_id in mail["text"]
        assert "megkeresés" in mail["subject"]
        assert not [secret for secret in (*SECRETS, MESSAGE) if secret in str(mail)]
        async with bela.page.expect_navigation():
            await notice.locator("button").click()
        hidden = await bela.page.content()
        assert not [secret for secret in (*SECRETS, MESSAGE) if secret in hidden]
        await bela.finds_nothing_inaccessible()
        await bela.submits("#accept")
        shown = await bela.text()
        assert "Példa-Fogorvos" in shown
        assert diploma.name in shown
        await bela.finds_nothing_inaccessible()

        # 5: he answers by prepared answers and adds a sentence.
        before = await received.inner_text()
        await answers(bela, request_id)

        # 7: the scoreboard moved without a reload.
        await expect(received).not_to_have_text(before, timeout=15_000, use_inner_text=True)

        # 6: her open page shows it; she reads everything in German, with the plain word that no engine serves the pair.
        await expect(anna.page.locator("main")).to_contain_text("Auskünfte erteilt", timeout=15_000)
        await anna.goes_to(f"/requests/{request_id}")
        read = await anna.text()
        assert "Ist die Inhaberin oder der Inhaber" in read or "Ja" in read
        assert REPLY in read
        await expect(anna.page.locator(".imi-translation").first).to_contain_text("Ungarisch", timeout=15_000)
        await anna.finds_nothing_inaccessible()
        await closes(anna)

        # 8: both see what happened, when, and which authority did it.
        await bela.goes_to(f"/requests/{request_id}")
        for official in (anna, bela):
            assert await official.page.locator(".imi-timeline li").count() >= 4
            await official.finds_nothing_inaccessible()


async def writes(anna: Official, diploma: Path) -> None:
    """The five steps of composing, with a question about the attached diploma."""
    await anna.fills(PERSON)
    await anna.goes_on()
    await anna.picks("2.1.1", "3.2.3", "5.2.2", "5.5.1")
    await anna.goes_on()
    await anna.attaches(diploma)
    await anna.picks("6.1.1", q6_1_1__DocumentKind="diploma", q6_1_1__Attachment=diploma.name)
    await anna.goes_on()
    await anna.fills({"legal_basis": "art-50-2", "free_text": MESSAGE, "deadline": DEADLINE})
    await anna.goes_on()
    review = await anna.text()
    assert "Zsófia Példa-Fogorvos" in review, review
    await anna.finds_nothing_inaccessible()


async def answers(bela: Official, request_id: str) -> None:
    await bela.goes_to(f"/requests/{request_id}/answer")
    await bela.finds_nothing_inaccessible()
    await bela.answers("2.1.1", "yes")
    await bela.answers("3.2.3", "no")
    await bela.answers("3.2.3.1", "duration")
    await bela.answers("5.2.2", "none")
    await bela.answers("5.5.1", "yes")
    await bela.answers("6.1.1", "yes")
    await bela.fills({"free_text": REPLY})
    await bela.submits("main", "button[name=go][value=reply]")
    await bela.finds_nothing_inaccessible()


async def closes(anna: Official) -> None:
    await anna.page.check("#close input[name=timeliness][value=positive]")
    await anna.page.check("#close input[name=effort][value=positive]")
    await anna.submits("#close")
    await expect(anna.page.locator("#close")).to_have_count(0)


async def test_another_authoritys_official_who_guesses_the_address_finds_nothing(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]]
) -> None:
    async with (
        Official.at_desk(browser, stack.url, account_of("HU", authority="Fogorvosi"), "hu") as bela,
        Official.at_desk(browser, stack.url, account_of("IT"), "it") as gina,
    ):
        await bela.logs_in()
        await bela.goes_to("/requests")
        address = await bela.page.locator("main table a[href^='/requests/']").first.get_attribute("href")
        await gina.logs_in()
        answer = await gina.page.goto(str(address))
        assert answer is not None
        assert answer.status == 404
        await gina.finds_nothing_inaccessible()


async def test_every_page_of_the_story_fits_a_phone(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]]
) -> None:
    async with Official.at_desk(browser, stack.url, account_of("DE"), "de", width=360) as anna:
        await anna.logs_in()
        await anna.goes_to("/requests")
        request = await anna.page.locator("main table a[href^='/requests/']").first.get_attribute("href")
        for path in ("/", "/requests", "/directory?q=zahnarzt", "/notices", "/statistics", str(request)):
            await anna.goes_to(path)
            overflow = await anna.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{path} is {overflow} px too wide"
            await anna.finds_nothing_inaccessible()
