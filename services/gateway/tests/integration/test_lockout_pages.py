"""Locking, resetting and throttling, through the pages."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

pytestmark = pytest.mark.integration
WRONG = "x" * 12


async def is_in(gateway: Any, official: Any, **wrong: str) -> bool:
    answer: httpx.Response = await gateway.visitor().log_in(official, **wrong)
    return answer.status_code == 303


async def test_five_wrong_attempts_lock_the_account_for_a_quarter_of_an_hour(
    gateway: Any, official: Any
) -> None:
    anna = await official()
    for _ in range(5):
        assert not await is_in(gateway, anna, code=WRONG)
    assert not await is_in(gateway, anna)
    gateway.clock.advance(timedelta(minutes=14))
    assert not await is_in(gateway, anna)
    gateway.clock.advance(timedelta(minutes=2))
    assert await is_in(gateway, anna)


async def test_ten_wrong_attempts_lock_it_until_the_administrator_resets(gateway: Any, official: Any) -> None:
    anna = await official()
    for _ in range(2):
        for _ in range(5):
            await is_in(gateway, anna, password="Wrong-Passw0rd")
        gateway.clock.advance(timedelta(minutes=16))
    gateway.clock.advance(timedelta(days=100))
    await gateway.tidy()
    assert not await is_in(gateway, anna)
    assert (await gateway.set_account(anna)).status_code == 200
    assert await is_in(gateway, anna)


async def test_attempts_at_the_same_moment_do_not_slip_past_the_lock(gateway: Any, official: Any) -> None:
    anna = await official()
    visitors = [gateway.visitor() for _ in range(12)]
    for visitor in visitors:
        await visitor.give_password(anna.username, anna.password)
    # Eleven guess, all at once; the right answer comes last and must find the account locked.
    await asyncio.gather(*(visitor.give_code(WRONG) for visitor in visitors[:11]))
    assert (await visitors[11].give_code(anna.code)).status_code == 401


async def test_a_right_attempt_forgets_the_wrong_ones(gateway: Any, official: Any) -> None:
    anna = await official()
    for _ in range(3):
        for _ in range(4):
            await is_in(gateway, anna, code=WRONG)
        assert await is_in(gateway, anna)


async def test_another_account_is_not_touched(gateway: Any, official: Any) -> None:
    anna, peter = await official(), await official()
    for _ in range(5):
        await is_in(gateway, anna, code=WRONG)
    assert await is_in(gateway, peter)


async def test_an_address_that_fails_too_often_must_wait_and_others_need_not(
    gateway: Any, official: Any
) -> None:
    anna, address = await official(), "198.51.100.7"
    async with gateway.unit_of_work() as uow:
        key = gateway.service.app.state.hasher.address_key(address)
        for _ in range(gateway.settings.address_failures):
            await uow.logins.count_failure(key, gateway.clock.now())

    blocked = gateway.visitor(address)
    await blocked.open("/login")
    answer = await blocked.submit("/login", username=anna.username, password=anna.password)
    assert answer.status_code == 429
    assert await is_in(gateway, anna)

    gateway.clock.advance(timedelta(minutes=16))
    assert (await gateway.visitor(address).log_in(anna)).status_code == 303


async def test_names_that_nobody_has_are_forgotten_after_a_day(gateway: Any, official: Any) -> None:
    anna, name = await official(), f"nobody-{uuid4().hex}"
    key = gateway.service.app.state.hasher.name_key(name)
    await is_in(gateway, anna, username=name)
    await is_in(gateway, anna)
    async with gateway.unit_of_work() as uow:
        assert (await uow.logins.record(key, gateway.clock.now())).failures
    gateway.clock.advance(timedelta(hours=25))
    await gateway.tidy()
    async with gateway.unit_of_work() as uow:
        assert not (await uow.logins.record(key, gateway.clock.now())).failures
