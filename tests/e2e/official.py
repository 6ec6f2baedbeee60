"""An official at a screen: the pages of the story as the steps a person takes, checked by axe at every page."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = """() => new Promise(done => {
    const busy = () => document.querySelector('.htmx-request') || document.getAnimations().length;
    const look = () => busy() ? setTimeout(look, 50) : done();
    look();
})"""
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass
class Official:
    """One person in one browser context, with her own language."""

    page: Page
    url: str
    account: dict[str, Any]
    language: str

    @classmethod
    @asynccontextmanager
    async def at_desk(
        cls, browser: Browser, url: str, account: dict[str, Any], language: str, *, width: int = 1280
    ) -> AsyncIterator["Official"]:
        context = await browser.new_context(
            base_url=url,
            locale=language,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        official = cls(await context.new_page(), url, account, language)
        try:
            yield official
        finally:
            await context.close()

    async def goes_to(self, path: str) -> None:
        await self.page.goto(path)

    async def logs_in(self) -> None:
        """Chooses her language, gives user name, password, and the three characters asked for."""
        await self.goes_to("/login")
        await self.page.goto(f"/language/{self.language}?next=/login")
        await self.finds_nothing_inaccessible()
        await self.page.fill("input[name=username]", self.account["username"])
        await self.page.fill("input[name=password]", self.account["password"])
        await self.submits("form[action='/login']")
        await self.finds_nothing_inaccessible()
        for field in await self.page.locator("input[name=character]").all():
            position = int(await field.get_attribute("data-position") or 0)
            await field.fill(self.account["security_code"][position - 1])
        await self.submits("form[action='/login/code']")
        await expect(self.page.locator("form[action='/logout']")).to_have_count(1)
        await self.finds_nothing_inaccessible()

    async def submits(self, form: str, button: str = "button[type=submit]") -> None:
        """Presses the button and waits for the page that answers."""
        async with self.page.expect_navigation():
            await self.page.locator(f"{form} {button}").first.click()

    async def opens_authority(self, words: str, official_name: str) -> None:
        """Searches in her own words and opens the card whose official name is the foreign one."""
        await self.goes_to("/directory")
        await self.page.fill("#f-q", words)
        await self.page.keyboard.press("Enter")
        card = self.page.locator("#results .imi-card", has_text=official_name).first
        await expect(card).to_be_visible()
        await self.finds_nothing_inaccessible()
        await card.locator("h2 a").click()
        await self.page.wait_for_url("**/directory/*")
        await self.finds_nothing_inaccessible()

    async def begins_a_request(self) -> str:
        """Returns the request's id."""
        await self.submits("form[action='/requests']")
        found = re.search(r"/requests/([0-9a-f-]{36})", self.page.url)
        assert found, self.page.url
        return found.group(1)

    async def fills(self, values: dict[str, str]) -> None:
        """Form names to values; selects, dates and texts alike."""
        for name, value in values.items():
            field = self.page.locator(f"[name='{name}']").first
            if await field.evaluate("f => f.tagName") != "SELECT":
                await field.fill(value)
            elif await field.is_visible():
                await field.select_option(value)
            else:
                await self.finds_in_list(name, value)

    async def finds_in_list(self, name: str, code: str) -> None:
        """A long list is searched by typing: she types the words of the line and takes it with the keyboard."""
        words = await self.page.locator(f"select[name='{name}'] option[value='{code}']").inner_text()
        typed = self.page.locator(".imi-select-box", has=self.page.locator(f"select[name='{name}']"))
        await typed.get_by_role("combobox").fill(words.strip())
        await typed.get_by_role("option", name=words.strip(), exact=True).first.click()
        await expect(self.page.locator(f"select[name='{name}']")).to_have_value(code)

    async def goes_on(self) -> None:
        await self.finds_nothing_inaccessible()
        async with self.page.expect_navigation():
            await self.page.click("button[name=go][value=next]")

    async def picks(self, *questions: str, **parameters: str) -> None:
        """Ticks questions; parameters are given as `q6_1_1__DocumentKind="diploma"`."""
        for question in questions:
            box = self.page.locator(f"input[name=question][value='{question}']")
            category = box.locator("xpath=ancestor::details[1]")
            if await category.count() and await category.get_attribute("open") is None:
                await category.locator("summary").click()
            await box.check()
        for name, value in parameters.items():
            question, _, parameter = name.removeprefix("q").partition("__")
            await self.fills({f"p.{question.replace('_', '.')}.{parameter}": value})

    async def attaches(self, file: Path) -> None:
        await self.page.set_input_files("#f-file", file)
        async with self.page.expect_navigation():
            await self.page.locator("form[enctype='multipart/form-data'] button[type=submit]").click()

    async def answers(self, question: str, value: str) -> None:
        """Chooses a prepared answer, or fills a field; follow-ups must have opened by then."""
        choice = self.page.locator(f"[id='i-{question}-{value}']")
        if await choice.count():
            await choice.check()
        else:
            await self.fills({f"a.{question}": value})

    async def text(self) -> str:
        return await self.page.locator("main").inner_text()

    async def finds_nothing_inaccessible(self) -> None:
        """Axe on the page as it is now; every finding is a failure."""
        findings = await self._findings()
        if findings:
            # What is being refreshed is faded for a moment, and its contrast with it. A refresh may begin while axe
            # looks, so what it finds must still be there when the page has come to rest.
            findings = await self._findings()
        assert not findings, f"{self.page.url}\n" + "\n".join(findings)

    async def _findings(self) -> list[str]:
        await self.page.evaluate(SETTLED)
        # Handed to the page by the test, outside the page's own content security policy.
        await self.page.evaluate(AXE.read_text())
        found = await self.page.evaluate("rules => axe.run(document, rules)", AXE_RULES)
        return [
            f"{v['id']}: {v['help']} at {[n['target'] for n in v['nodes']][:3]}" for v in found["violations"]
        ]
