"""A legal officer's package from a folder of its own: published into the running system, played in two languages.

No code is changed and nothing is restarted: `sources/003` calls IMI a general instrument which can be customised to
support all kinds of internal market legislation with minimum technical development.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from imi_local.running import RunningStack

from .official import Official

pytestmark = pytest.mark.browser

AREA = "public-documents"
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / AREA
RELOAD_MILLISECONDS = 20_000
GROUNDS = "Der Stempel ist kaum zu lesen."
QUESTION = {
    "de": "Hat die Behörde „Anyakönyvi Hivatal“ diese Urkunde so ausgestellt, wie sie beigefügt ist?",
    "hu": "A(z) „Anyakönyvi Hivatal” hatóság ebben a formában állította ki a mellékelt okiratot?",
}
NOT_AUTHENTIC = {"de": "das Siegel oder der Stempel", "hu": "a pecsét vagy bélyegző"}


def command(*words: str) -> str:
    """A command as a person types it; its output when it succeeds."""
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The worked example of docs/adding-an-area.md in a folder outside the repository."""
    copy = tmp_path / AREA
    shutil.copytree(EXAMPLE, copy)
    return copy


def pids(stack: RunningStack) -> dict[str, int]:
    return {file.name: stack.pid(file.name) for file in sorted((stack.run_dir / "pids").iterdir())}


@pytest.mark.timeout(240)
async def test_a_package_from_outside_is_published_and_played_without_a_restart(
    browser: Browser, stack: RunningStack, account_of: Callable[..., dict[str, Any]], package: Path
) -> None:
    before = pids(stack)
    assert "Nothing to mend." in command("imi_contracts.areas", "check", str(package))
    command("imi_contracts.areas", "publish", str(package), "--to", str(stack.run_dir / "areas"))
    own = ("DE.qualifications", "HU.qualifications")
    command("imi_local", "grant", AREA, *own, "--run-dir", str(stack.run_dir))

    german = account_of("DE", authority="Koordinierungsstelle für Berufsqualifikationen")
    hungarian = account_of("HU", authority="Szakmai képesítések koordinátora")
    async with (
        Official.at_desk(browser, stack.url, german, "de") as karla,
        Official.at_desk(browser, stack.url, hungarian, "hu") as kata,
    ):
        await karla.logs_in()
        request_id = await writes(karla)
        await karla.submits("main", "button[name=go][value=send]")
        number = re.findall(r"EX-\d{4}-\d{6}", await karla.text())[0]

        await kata.logs_in()
        await replies(kata, request_id)

        await karla.goes_to(f"/requests/{request_id}")
        read = await karla.text()
        assert number in read
        assert QUESTION["de"] in read
        assert NOT_AUTHENTIC["de"] in read
        await karla.finds_nothing_inaccessible()
    assert pids(stack) == before


async def writes(karla: Official) -> str:
    """Every step of composing, in German."""
    await karla.opens_authority("Berufsqualifikationen Ungarn", "Képesítések Elismerésének Hivatala")
    area = karla.page.locator("form[action='/requests'] select[name=area]")
    for _ in range(20):  # the copy of the directory's news needs a moment to arrive
        if await area.locator(f"option[value={AREA}]").count():
            break
        await karla.page.wait_for_timeout(RELOAD_MILLISECONDS / 20)
        await karla.page.reload()
    await expect(area.locator(f"option[value={AREA}]")).to_have_text("Öffentliche Urkunden")
    await area.select_option(AREA)
    request_id = await karla.begins_a_request()
    await karla.page.check("input[name=kind][value=direct]")
    await karla.goes_on()
    await karla.fills({
        "subject.DocumentKind": "public-document",
        "subject.IssuingAuthority": "Anyakönyvi Hivatal",
        "subject.Grounds": GROUNDS,
        "subject.FirstName": "Zsófia",
        "subject.Surname": "Példa",
    })  # fmt: skip
    await karla.goes_on()
    await karla.picks("1.1", "2.1")
    await karla.goes_on()
    await karla.goes_on()
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    await karla.fills({"legal_basis": "art-14-1-b", "deadline": tomorrow})
    await karla.goes_on()
    review = await karla.text()
    assert QUESTION["de"] in review
    assert GROUNDS in review
    return request_id


async def replies(kata: Official, request_id: str) -> None:
    """Accepts and answers, in Hungarian."""
    await kata.goes_to(f"/requests/{request_id}")
    await kata.submits("#accept")
    await kata.goes_to(f"/requests/{request_id}/answer")
    assert QUESTION["hu"] in await kata.text()
    await kata.answers("1.1", "no")
    await kata.answers("1.1.2", "seal")
    for document in ("specimen-signature", "specimen-seal"):
        await kata.page.check(f"input[name='a.2.1.{document}'][value=not_available]")
    await kata.finds_nothing_inaccessible()
    await kata.submits("main", "button[name=go][value=reply]")
    assert NOT_AUTHENTIC["hu"] in await kata.text()
