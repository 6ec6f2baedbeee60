"""What one authority writes is read by another one's browser: as words, whatever they look like."""

from collections.abc import Iterator
from typing import Any

import pytest

from imi_local.running import RunningStack

from .browser import Browser
from .knocking import ADMINISTRATOR, WRITTEN, Case, Doors, person

pytestmark = pytest.mark.integration
MARKUP = "\"'><img src=x onerror=alert(1)>{{7*7}}"


def chamber(doors: Doors, account: dict[str, Any]) -> str:
    """The authority an account belongs to."""
    query = {"q": account["authority"], "country": account["country"], "lang": account["language"]}
    with doors.opened("directory", ADMINISTRATOR) as http:
        cards = http.get("/authorities", params=query).json()["items"]
    names = {card["informal_title"]: card["id"] for card in cards} | {
        c["official_name"]: c["id"] for c in cards
    }
    return str(names[account["authority"]])


def handler(stack: RunningStack, country: str) -> dict[str, Any]:
    return next(a for a in stack.accounts if a["country"] == country and "request_handler" in a["roles"])


@pytest.fixture(scope="module")
def told(stack: RunningStack, doors: Doors) -> Case:
    """A closed case in which every word is markup."""
    anna, bela = handler(stack, "DE"), handler(stack, "HU")
    words = {name: f"{name}{MARKUP}" for name in WRITTEN}
    case = Case(doors, person(chamber(doors, anna), "DE"), person(chamber(doors, bela), "HU"), words=words)
    case.words["File"] = '<svg onload=alert(1)>\r\nx-evil: 1;"'
    case.words["Paper"] = "Paper"
    case.drafted()
    for step in (case.sent, case.accepted, case.answered, case.closed):
        step()
    return case


@pytest.fixture(scope="module", params=["DE", "HU"])
def reader(stack: RunningStack, request: pytest.FixtureRequest) -> Iterator[Browser]:
    browser = Browser(stack.url)
    assert browser.log_in(handler(stack, request.param)).status_code == 303
    yield browser
    browser.http.close()


def test_markup_is_shown_and_does_nothing(reader: Browser, told: Case) -> None:
    for path in (f"/requests/{told.id}", "/requests?box=closed", "/", "/notices"):
        page = reader.open(path).text
        assert "<img src=x" not in page
        assert "<svg onload" not in page
    page = reader.open(f"/requests/{told.id}").text
    assert "Plea&#34;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page
    assert "Comment&#34;" in page


def test_a_file_is_saved_under_a_name_and_never_opened_here(reader: Browser, told: Case) -> None:
    answer = reader.http.get(f"/requests/{told.id}/attachments/{told.attachment}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-evil" not in answer.headers
