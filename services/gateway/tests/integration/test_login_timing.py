"""The time of an answer must not tell whether somebody has the name, nor which part was wrong."""

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

pytestmark = pytest.mark.integration
ROUNDS = 12
WRONG = "x" * 12


async def measure(gateway: Any, one: Any, **wrong: str) -> tuple[float, float]:
    """Seconds of the password step and of the code step."""
    visitor = gateway.visitor()
    await visitor.open("/login")
    given = vars(one) | wrong
    begun = time.perf_counter()
    await visitor.submit("/login", username=given["username"], password=given["password"])
    first = time.perf_counter() - begun
    await visitor.open("/login/code")
    begun = time.perf_counter()
    answer = await visitor.give_code(given["code"])
    assert answer.status_code == 401
    return first, time.perf_counter() - begun


async def test_every_failure_takes_the_same_time(gateway: Any, official: Any, record_property: Any) -> None:
    for_password, for_code, locked = await official(), await official(), await official()
    for _ in range(5):
        await gateway.visitor().log_in(locked, code=WRONG)
    cases = {
        "unknown user": lambda n: measure(gateway, for_code, username=f"nobody-{n}"),
        "wrong password": lambda _: measure(gateway, for_password, password="Wrong-Passw0rd"),
        "wrong code": lambda _: measure(gateway, for_code, code=WRONG),
        "locked": lambda _: measure(gateway, locked),
    }

    async def unlock() -> None:
        for one in (for_password, for_code):
            await gateway.set_account(one)

    # A leak shows every time; a neighbour on the machine does not.
    for _ in range(3):
        ratios = await measured_ratios(cases, unlock)
        if all(0.7 < ratio < 1.4 for ratio in ratios.values()):
            record_property("ratios", ratios)
            return
    raise AssertionError(ratios)


async def measured_ratios(
    cases: Mapping[str, Callable[[int], Awaitable[tuple[float, float]]]],
    unlock: Callable[[], Awaitable[None]],
) -> dict[str, float]:
    """Ratio of medians against a wrong password, for either step."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    for number in range(ROUNDS):
        # In turns and in no fixed order, so that a busy moment meets all of them.
        for name in random.sample(list(cases), len(cases)):
            times[name].append(await cases[name](number))
        if number % 3 == 2:
            await unlock()
    ratios: dict[str, float] = {}
    for step in (0, 1):
        medians = {name: statistics.median(pair[step] for pair in pairs) for name, pairs in times.items()}
        ratios |= {f"{name} {step}": medians[name] / medians["wrong password"] for name in medians}
    return ratios
