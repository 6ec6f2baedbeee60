"""Every page and form of the running gateway: who gets in, from where, with which headers."""

import re
from collections.abc import Iterator
from uuid import uuid4

import asyncpg
import pytest
from fastapi.routing import APIRoute

from imi_gateway import web
from imi_gateway.entrypoints import login
from imi_local.running import RunningStack
from imi_local.servers.state import RunState

from .browser import Browser

pytestmark = pytest.mark.integration
OPEN = {"/login", "/login/code", "/language/de", "/accessibility", "/privacy", "/glossary"}
POLICY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def addresses(method: str) -> list[str]:
    """Of every route with this method, identifiers filled in."""
    routes = [r for router in (login.router, *web.routers) for r in router.routes if isinstance(r, APIRoute)]
    values = {"code": "de", "step": "person"}
    return sorted(
        re.sub(r"{(\w+)}", lambda name: values.get(name[1], str(uuid4())), route.path)
        for route in routes
        if method in (route.methods or ())
    )


@pytest.fixture
def visitor(stack: RunningStack) -> Iterator[Browser]:
    browser = Browser(stack.url)
    yield browser
    browser.http.close()


@pytest.fixture(scope="module")
def anna(stack: RunningStack) -> Iterator[Browser]:
    browser = Browser(stack.url)
    account = next(a for a in stack.accounts if a["country"] == "DE" and "request_handler" in a["roles"])
    assert browser.log_in(account).status_code == 303
    yield browser
    browser.http.close()


def test_there_are_routes_to_try() -> None:
    assert len(addresses("GET")) > 10
    assert "/logout" in addresses("POST")


@pytest.mark.parametrize("path", [path for path in addresses("GET") if path not in OPEN])
def test_a_page_is_for_who_is_logged_in(visitor: Browser, path: str) -> None:
    answer = visitor.open(path)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/login")


@pytest.mark.parametrize("path", addresses("POST"))
def test_a_form_without_the_right_token_does_nothing(visitor: Browser, anna: Browser, path: str) -> None:
    visitor.open("/login")
    anna.open("/directory")
    for browser, token in ((visitor, ""), (visitor, "0" * 64), (anna, ""), (anna, visitor.token())):
        assert browser.submit(path, csrf_token=token).status_code == 403
    elsewhere = {"origin": "https://evil.example", "accept": "text/html"}
    refused = anna.http.post(path, data={"csrf_token": anna.token()}, headers=elsewhere)
    assert refused.status_code == 403
    assert "text/html" in refused.headers["content-type"]


@pytest.mark.parametrize("path", addresses("GET"))
def test_every_answer_carries_the_policy_and_no_script_of_its_own(anna: Browser, path: str) -> None:
    answer = anna.open(path)
    for name, value in POLICY.items():
        assert answer.headers[name].startswith(value), name
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", answer.text)


def test_the_cookie_of_a_session_is_new_and_out_of_reach(stack: RunningStack) -> None:
    browser = Browser(stack.url)
    name = f"imi_session_{stack.url.rpartition(':')[2]}"
    browser.http.cookies.set(name, "A" * 43, domain="127.0.0.1", path="/")
    answer = browser.log_in(stack.accounts[-1])
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(name))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "A" * 43 not in cookie
    browser.http.close()


@pytest.mark.parametrize(
    "text", ['"><script>alert(1)</script>', "' onmouseover='x", "{{ 7*7 }}", "<img src=x>"]
)
def test_what_somebody_types_is_shown_and_not_done(anna: Browser, text: str) -> None:
    page = anna.http.get("/directory", params={"q": text}).text
    assert text not in page or text == "{{ 7*7 }}"
    assert "49" not in re.findall(r'name="q"[^>]*value="([^"]*)"', page)


def test_odd_input_is_refused_and_not_met(visitor: Browser, anna: Browser) -> None:
    visitor.open("/login")
    assert visitor.submit("/login", username="a\0b", password="x\0").status_code == 303
    anna.open("/directory")
    case = f"/requests/{uuid4()}/accept"
    for fields in (
        {"version": "9" * 5_000},
        {"version": "1", "command_key": "é"},
        {"version": "1", "command_key": "\0"},
    ):
        assert anna.submit(case, **fields).status_code in {404, 422}


def test_nobody_reaches_files_beside_the_static_ones(visitor: Browser) -> None:
    for path in ("/static/..%2fsettings.py", "/static/%2e%2e/settings.py", "/static/vendor", "/static/%00"):
        assert visitor.open(path).status_code == 404


async def test_nobody_escapes_the_throttle_by_naming_another_address(
    visitor: Browser, state: RunState
) -> None:
    """Only proxies named in IMI_TRUSTED_PROXIES may say for whom they come."""
    account = f"imi_gateway:{state.secret('sql.gateway')}"
    connection = await asyncpg.connect(
        f"postgresql://{account}@127.0.0.1:{state.last_port('postgres')}/imi_gateway"
    )
    visitor.open("/login")
    visitor.submit("/login", username="nobody", password="x")
    before = await connection.fetchval("select count(*) from login_address")
    for last in range(1, 4):
        visitor.http.headers["x-forwarded-for"] = f"198.51.100.{last}"
        visitor.submit("/login", username="nobody", password="x")
    assert await connection.fetchval("select count(*) from login_address") == before
    await connection.close()
