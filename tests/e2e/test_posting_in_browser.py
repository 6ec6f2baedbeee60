"""A German inspector on a building site needs an answer from Poland within two working days, click by click."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from imi_contracts.vocabularies.enums import DayCount
from imi_contracts.working_days import last_day
from imi_local.running import RunningStack

from .official import Official

pytestmark = pytest.mark.browser

COMPANY = {
    "subject.CompanyName": "Firma Przykładowa",
    "subject.CompanyAddress": "ul. Przykładowa 1, Poznań",
    "subject.CompanyCountry": "PL",
    "subject.Activity": "43",
}
REASON = "Die Kontrolle auf der Baustelle läuft."
INSPECTORATES = "/directory?area=posting-of-workers&country=PL"


@pytest.mark.timeout(240)
async def test_an_urgent_request_says_why_keeps_the_limit_and_is_answered_line_by_line(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]]
) -> None:
    german, polish = account_of("DE", authority="Arbeitsaufsicht"), account_of("PL", authority="Labour")
    async with (
        Official.at_desk(browser, stack.url, german, "de") as uwe,
        Official.at_desk(browser, stack.url, polish, "pl", width=360) as ola,
    ):
        await uwe.logs_in()
        await begins(uwe)

        # The kind of request comes first; it says by law how much time there is, and an urgent one asks why.
        await uwe.finds_nothing_inaccessible()
        await uwe.page.check("input[name=kind][value=information]")
        await expect(uwe.page.locator("#f-reason")).to_be_hidden()
        await uwe.page.check("input[name=kind][value=urgent]")
        await expect(uwe.page.locator("#f-reason")).to_be_visible()
        await uwe.goes_on()
        await expect(uwe.page.locator("#error-summary")).to_be_focused()
        await uwe.fills({"reason": REASON})
        await uwe.goes_on()

        request = await writes(uwe)
        await uwe.submits("main", "button[name=go][value=send]")
        await uwe.finds_nothing_inaccessible()
        assert REASON in await uwe.text()

        # The other side sees no reason and no company before it accepts; then both.
        await ola.logs_in()
        await ola.goes_to(request)
        hidden = await ola.page.content()
        assert REASON not in hidden
        assert "Firma Przykładowa" not in hidden
        await expect(ola.page.locator("#f-deadline")).to_have_attribute("max", latest())
        await ola.finds_nothing_inaccessible()
        await ola.submits("#accept")
        shown = await ola.text()
        assert REASON in shown
        assert "Firma Przykładowa" in shown

        await ola.goes_to(f"{request}/answer")
        await ola.answers("6.1.1", "yes")
        await ola.answers("6.1.1.1", "KRS 0000000000")
        await ola.answers("6.1.1.2", "Poznań")
        await ola.answers("6.1.2", "yes")
        await ola.finds_nothing_inaccessible()
        await ola.submits("main", "button[name=go][value=reply]")
        await ola.finds_nothing_inaccessible()
        await uwe.goes_to(request)
        assert "KRS 0000000000" in await uwe.text()
        await uwe.finds_nothing_inaccessible()


async def test_a_change_of_kind_keeps_what_fits_and_names_what_it_takes_out(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]]
) -> None:
    german = account_of("DE", authority="Arbeitsaufsicht")
    async with Official.at_desk(browser, stack.url, german, "de", width=360) as uwe:
        await uwe.logs_in()
        await begins(uwe)
        await uwe.page.check("input[name=kind][value=recover-fine]")
        await uwe.goes_on()
        await uwe.fills(
            COMPANY | {"subject.FineAmount.value": "1 250,50", "subject.FineAmount.currency": "PLN"}
        )
        await uwe.submits("main", "button[name=go][value=save]")
        await expect(uwe.page.locator("[name='subject.FineAmount.value']")).to_have_value("1250.50")
        await uwe.finds_nothing_inaccessible()
        await uwe.goes_to(re.sub("/person.*", "/kind", uwe.page.url))
        await uwe.page.check("input[name=kind][value=information]")
        await uwe.goes_on()
        await expect(uwe.page.locator(".ecl-notification li")).to_have_count(1)
        await expect(uwe.page.locator("[name='subject.CompanyName']")).to_have_value("Firma Przykładowa")
        await expect(uwe.page.locator("[name='subject.FineAmount.value']")).to_have_count(0)
        overflow = await uwe.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0
        await uwe.finds_nothing_inaccessible()


async def test_the_glossary_is_found_while_typing_and_by_its_addresses(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]]
) -> None:
    async with Official.at_desk(browser, stack.url, account_of("DE"), "en") as anna:
        await anna.goes_to("/glossary#accept")
        await expect(anna.page.locator("#accept")).to_be_in_viewport()
        await anna.finds_nothing_inaccessible()
        await anna.page.fill("#find", "security CODE")
        await expect(anna.page.locator("#accept")).to_be_hidden()
        await expect(anna.page.locator("#security-code")).to_be_visible()
        await anna.page.fill("#find", "zzz")
        await expect(anna.page.locator("[data-nothing]")).to_be_visible()
        await anna.finds_nothing_inaccessible()


async def begins(uwe: Official) -> None:
    """Finds the Polish inspectorate among those of the area, and begins a request to it."""
    await uwe.goes_to(INSPECTORATES)
    await uwe.finds_nothing_inaccessible()
    await uwe.page.locator("#results .imi-card h2 a").first.click()
    await uwe.page.wait_for_url("**/directory/*-*")
    area = uwe.page.locator("form[action='/requests'] select[name=area]")
    if await area.count():
        await area.select_option("posting-of-workers")
    await uwe.begins_a_request()
    assert uwe.page.url.endswith("/edit/kind")


async def writes(uwe: Official) -> str:
    """From whom it is about to the last look before sending; returns the address of the request."""
    await uwe.fills(COMPANY)
    await uwe.goes_on()
    await uwe.picks("6.1.1", "6.1.2")
    await uwe.goes_on()
    await uwe.goes_on()  # no documents
    date = uwe.page.locator("#f-deadline")
    await expect(date).to_have_value(latest())  # suggested, and the last day the law allows
    await expect(date).to_have_attribute("max", latest())
    await uwe.fills({"legal_basis": "art-6-6-a"})
    await uwe.goes_on()
    review = await uwe.text()
    assert REASON in review
    await uwe.finds_nothing_inaccessible()
    return re.sub(".*(/requests/[^/]+).*", r"\1", uwe.page.url)


def latest() -> str:
    """Two working days from today in Poland."""
    return last_day(datetime.now(UTC).date(), 2, DayCount.WORKING_DAYS, "PL").isoformat()
