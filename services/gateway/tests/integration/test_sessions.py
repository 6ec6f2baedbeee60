"""Sessions and what ends them; forged requests; headers of the real application."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

pytestmark = pytest.mark.integration
SESSION = "imi_session"


async def is_logged_in(visitor: Any) -> bool:
    # The login page sends who is logged in on to the start page, and needs no other service for it.
    answer: httpx.Response = await visitor.open("/login")
    return answer.status_code == 303


@pytest.fixture
async def anna(gateway: Any, official: Any) -> Any:
    visitor = gateway.visitor()
    one = await official()
    assert (await visitor.log_in(one)).status_code == 303
    visitor.official = one
    return visitor


async def own_token(gateway: Any, visitor: Any) -> str:
    token: str = gateway.service.app.state.hasher.csrf_token(visitor.http.cookies.get(SESSION))
    return token


async def log_out(gateway: Any, visitor: Any) -> httpx.Response:
    data = {"csrf_token": await own_token(gateway, visitor)}
    answer: httpx.Response = await visitor.http.post("/logout", data=data)
    return answer


async def test_a_visitor_is_sent_to_the_login_and_back(gateway: Any) -> None:
    answer = await gateway.visitor().open("/requests?box=sent")
    assert answer.status_code == 303
    assert unquote(answer.headers["location"]) == "/login?next=/requests?box=sent"


async def test_programs_and_streams_get_a_plain_401(gateway: Any) -> None:
    http = gateway.visitor().http
    answer = await http.get("/requests", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (401, "session.missing")
    assert (await http.get("/changes", headers={"accept": "text/event-stream"})).status_code == 401


async def test_half_an_hour_without_a_step_ends_the_session(gateway: Any, anna: Any) -> None:
    gateway.clock.advance(timedelta(minutes=29))
    assert await is_logged_in(anna)
    gateway.clock.advance(timedelta(minutes=29))
    assert await is_logged_in(anna)
    gateway.clock.advance(timedelta(minutes=31))
    assert not await is_logged_in(anna)


async def test_what_the_page_fetches_by_itself_does_not_keep_the_session_alive(
    gateway: Any, anna: Any
) -> None:
    for _ in range(2):
        gateway.clock.advance(timedelta(minutes=16))
        await anna.http.get("/login", headers={"hx-request": "true"})
    assert not await is_logged_in(anna)


async def test_eight_hours_end_it_anyway(gateway: Any, anna: Any) -> None:
    for _ in range(19):
        gateway.clock.advance(timedelta(minutes=25))
        assert await is_logged_in(anna)
    gateway.clock.advance(timedelta(minutes=10))
    assert not await is_logged_in(anna)


async def test_after_logout_the_old_cookie_opens_nothing(gateway: Any, anna: Any) -> None:
    cookie = anna.http.cookies.get(SESSION)
    answer = await log_out(gateway, anna)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert not anna.http.cookies.get(SESSION)
    anna.http.cookies.set(SESSION, cookie)
    assert not await is_logged_in(anna)


async def test_deactivation_in_the_directory_ends_all_her_sessions(gateway: Any, anna: Any) -> None:
    second = gateway.visitor()
    await second.log_in(anna.official)
    await gateway.register(anna.official, active=False, sequence=2)
    assert not await is_logged_in(anna)
    assert not await is_logged_in(second)
    assert (await gateway.visitor().log_in(anna.official)).status_code == 401


async def test_an_older_event_that_comes_late_changes_nothing(gateway: Any, anna: Any) -> None:
    await gateway.register(anna.official, active=True, sequence=5)
    await gateway.register(anna.official, active=False, sequence=4)
    assert await is_logged_in(anna)


async def test_new_credentials_end_the_running_sessions_and_the_same_ones_do_not(
    gateway: Any, anna: Any
) -> None:
    await gateway.set_account(anna.official)
    assert await is_logged_in(anna)
    from dataclasses import replace

    await gateway.set_account(replace(anna.official, password="Other-Passw0rd"))
    assert not await is_logged_in(anna)


async def test_a_form_without_the_token_or_with_another_visitors_is_refused(
    gateway: Any, anna: Any, official: Any
) -> None:
    other = gateway.visitor()
    await other.log_in(await official())
    for data in (
        {},
        {"csrf_token": ""},
        {"csrf_token": "é"},
        {"csrf_token": await own_token(gateway, other)},
    ):
        answer = await anna.http.post("/logout", data=data)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf.invalid")
    assert await is_logged_in(anna)
    header = {"x-csrf-token": await own_token(gateway, anna)}
    assert (await anna.http.post("/logout", headers=header)).status_code == 303


async def test_every_route_that_changes_something_asks_for_the_token(gateway: Any, anna: Any) -> None:
    changing = {
        (method, route.path)
        for route in _routes(gateway.service.app)
        for method in (route.methods or set()) - {"GET", "HEAD"}
        if not route.path.startswith("/admin/")
    }
    assert len(changing) > 3
    for method, path in changing:
        answer = await anna.http.request(method, _filled(path))
        assert answer.json()["code"] == "csrf.invalid", (method, path)


def _routes(app: FastAPI) -> list[APIRoute]:
    found = []
    for route in app.routes:
        inner = getattr(route, "original_router", None)
        found += [r for r in (inner.routes if inner else [route]) if isinstance(r, APIRoute)]
    return found


def _filled(path: str) -> str:
    """The route's path with some value for each field."""
    return re.sub(r"\{[^}]*\}", "00000000-0000-7000-8000-000000000000", path)


async def test_pages_and_files_of_the_real_application_carry_the_headers(gateway: Any, anna: Any) -> None:
    for path in ("/login", "/login/code", "/no-such-page", "/static/imi.css", "/livez"):
        answer = await anna.http.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await anna.open("/login/code")).headers["cache-control"] == "no-store"


async def test_a_file_named_with_the_mark_of_its_content_is_kept_for_a_year(gateway: Any) -> None:
    http = gateway.visitor().http
    marked = await http.get("/static/imi.css?v=0123456789ab")
    assert marked.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await http.get("/static/imi.css")).headers["cache-control"] == "public, max-age=3600"


async def test_browsers_see_an_error_as_a_page_and_programs_as_problem_json(gateway: Any, anna: Any) -> None:
    page = await anna.open("/no-such-page")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Anna Muster" in page.text
    plain = await anna.http.get("/no-such-page", headers={"accept": "application/json"})
    assert plain.headers["content-type"] == "application/problem+json"
