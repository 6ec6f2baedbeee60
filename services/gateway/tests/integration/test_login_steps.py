"""Logging in through the pages, on a real database."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

pytestmark = pytest.mark.integration
SESSION, VISIT = "imi_session", "imi_visit"


async def test_password_and_three_characters_let_her_in_and_back_to_where_she_wanted(
    gateway: Any, official: Any
) -> None:
    anna, visitor = await official(), gateway.visitor()
    await visitor.open("/login?next=/requests?box=sent")
    await visitor.submit("/login", username=anna.username, password=anna.password, next="/requests?box=sent")
    await visitor.open("/login/code")
    assert len(visitor.positions()) == 3

    answer = await visitor.give_code(anna.code)

    assert (answer.status_code, answer.headers["location"]) == (303, "/requests?box=sent")
    assert visitor.http.cookies.get(SESSION)


async def test_after_a_wrong_code_she_still_comes_to_where_she_wanted(gateway: Any, official: Any) -> None:
    anna, visitor = await official(), gateway.visitor()
    await visitor.open("/login?next=/notices")
    await visitor.submit("/login", username=anna.username, password=anna.password, next="/notices")
    await visitor.open("/login/code")
    assert 'name="next" value="/notices"' in (await visitor.give_code("x" * 12)).text


async def test_the_user_name_may_be_typed_in_capitals_and_with_blanks(gateway: Any, official: Any) -> None:
    anna = await official()
    assert (await gateway.visitor().log_in(anna, username=f"  {anna.username.upper()} ")).status_code == 303


async def test_she_goes_nowhere_else_than_on_this_site_after_login(gateway: Any, official: Any) -> None:
    anna, visitor = await official(), gateway.visitor()
    for goal in ("https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"):
        await visitor.open("/login")
        await visitor.submit("/login", username=anna.username, password=anna.password, next=goal)
        await visitor.open("/login/code")
        assert (await visitor.give_code(anna.code)).headers["location"] == "/"
        visitor.http.cookies.clear()


async def test_the_same_positions_are_asked_until_they_were_answered_right(
    gateway: Any, official: Any
) -> None:
    anna, asked = await official(), []
    for _ in range(4):
        visitor = gateway.visitor()
        await visitor.give_password(anna.username, anna.password)
        asked.append(visitor.positions())
        await visitor.open("/login/code")
        asked.append(visitor.positions())
    await gateway.visitor().log_in(anna, code="x" * 12)
    await visitor.give_password(anna.username, "Wrong-Passw0rd")
    asked.append(visitor.positions())
    assert len({tuple(positions) for positions in asked}) == 1

    series = set()
    for _ in range(5):
        visitor = gateway.visitor()
        await visitor.give_password(anna.username, anna.password)
        series.add(tuple(visitor.positions()))
        assert (await visitor.give_code(anna.code)).status_code == 303
    assert len(series) > 1


async def test_a_name_that_nobody_has_is_asked_for_stable_positions_too(gateway: Any) -> None:
    asked = set()
    for _ in range(4):
        visitor = gateway.visitor()
        await visitor.give_password("nobody-at-all", "Wrong-Passw0rd")
        asked.add(tuple(visitor.positions()))
    assert len(asked) == 1
    assert len(asked.pop()) == 3


async def test_every_kind_of_failure_looks_the_same(gateway: Any, official: Any) -> None:
    anna, locked = await official(), await official()
    inactive = await official()
    await gateway.register(inactive, active=False, sequence=2)
    for _ in range(5):
        await gateway.visitor().log_in(locked, code="x" * 12)

    async def both_steps(one: Any, **wrong: str) -> tuple[Any, ...]:
        visitor = gateway.visitor()
        await visitor.open("/login")
        given = vars(one) | wrong
        first = await visitor.submit("/login", username=given["username"], password=given["password"])
        await visitor.open("/login/code")
        second = await visitor.give_code(given["code"])
        return (
            first.status_code,
            first.headers["location"],
            len(visitor.positions()),
            second.status_code,
            sorted(second.headers),
            re.sub(r'value="[0-9a-f]{64}"', "", second.text),
        )

    answers = [
        await both_steps(anna, username=f"nobody-{uuid4().hex[:8]}"),
        await both_steps(anna, password="Wrong-Passw0rd"),
        await both_steps(anna, code="x" * 12),
        await both_steps(locked),
        await both_steps(inactive),
    ]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][3] == 401


async def test_the_code_is_never_judged_twice_with_one_password_step(gateway: Any, official: Any) -> None:
    anna, visitor = await official(), gateway.visitor()
    await visitor.give_password(anna.username, anna.password)
    page = visitor.page
    assert (await visitor.give_code("x" * 12)).status_code == 401
    visitor.page = page
    assert (await visitor.give_code(anna.code)).status_code == 401
    assert not visitor.http.cookies.get(SESSION)


async def test_the_password_step_is_good_for_ten_minutes(gateway: Any, official: Any) -> None:
    anna, visitor = await official(), gateway.visitor()
    await visitor.give_password(anna.username, anna.password)
    gateway.clock.advance(timedelta(minutes=11))
    assert (await visitor.give_code(anna.code)).status_code == 401
    assert (await visitor.open("/login/code")).headers["location"] == "/login"


async def test_an_empty_field_is_named(gateway: Any) -> None:
    visitor = gateway.visitor()
    await visitor.open("/login")
    answer = await visitor.submit("/login", username="anna", password="")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


async def test_the_session_has_another_cookie_than_the_visit_before_it(gateway: Any, official: Any) -> None:
    anna, visitor = await official(), gateway.visitor()
    await visitor.open("/login")
    before = visitor.http.cookies.get(VISIT)
    planted = "a" * 43
    visitor.http.cookies.set(SESSION, planted)

    answer = await visitor.log_in(anna)

    set_cookies = answer.headers.get_list("set-cookie")
    session = next(c for c in set_cookies if c.startswith(f"{SESSION}="))
    value = session.split(";")[0].split("=")[1]
    assert value not in {before, planted}
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    other = gateway.visitor()
    other.http.cookies.set(SESSION, planted)
    assert (await other.open("/requests")).status_code in {303, 401}


async def test_a_login_does_not_end_the_login_of_a_colleague_elsewhere(gateway: Any, official: Any) -> None:
    anna, first, second = await official(), gateway.visitor(), gateway.visitor()
    await first.log_in(anna)
    await second.log_in(anna)
    assert (await first.open("/login")).status_code == 303
    assert (await second.open("/login")).status_code == 303


async def test_no_password_code_or_cookie_lies_in_the_database_as_it_was_given(
    gateway: Any, official: Any
) -> None:
    from sqlalchemy import text

    anna, visitor = await official(password="Unique-Passw0rd-77"), gateway.visitor()
    await visitor.log_in(anna)
    cookie = visitor.http.cookies.get(SESSION)
    async with gateway.unit_of_work() as uow:
        tables = ("account", "session", "login_attempt", "login_record", "login_address", "person")
        dump = ""
        for table in tables:
            rows = (await uow.session.execute(text(f"select t::text from {table} t"))).scalars().all()
            dump += "\n".join(rows)
    assert str(anna.user_id) in dump
    for secret in (anna.password, anna.code, cookie, "192.0.2.1", anna.code.encode().hex()):
        assert secret not in dump
