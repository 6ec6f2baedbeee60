"""After the storm: wait until every process is ready and nothing is on its way any more."""

import asyncio
import time
from dataclasses import dataclass

import httpx

from imi_contracts.topology import DEAD_QUEUE, QUEUES

from . import stores
from .place import Place

PATIENCE_SECONDS = 150.0
LOOK_EVERY_SECONDS = 2.0
# The broker's own figures are some seconds old.
QUIET_LOOKS = 4
SERVICE_QUEUES = [queue.name for queue in QUEUES if queue.name.count(".") == 1 and queue.name != DEAD_QUEUE]
READ_QUEUES = [*SERVICE_QUEUES, "ms.hu.out"]


@dataclass(frozen=True)
class Settled:
    """How long it took; `problems` is what had not come to rest when patience ended."""

    seconds: float
    problems: list[str]


async def wait(place: Place) -> Settled:
    begun, quiet = time.monotonic(), 0
    while True:
        problems = await restlessness(place)
        quiet = 0 if problems else quiet + 1
        seconds = time.monotonic() - begun
        if quiet == QUIET_LOOKS or seconds > PATIENCE_SECONDS:
            return Settled(seconds, problems)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def restlessness(place: Place) -> list[str]:
    """Everything that is not at rest now."""
    looks = await asyncio.gather(_unready(place), _queued(place), stores.unsettled(place))
    return [problem for problems in looks for problem in problems]


async def _unready(place: Place) -> list[str]:
    async with httpx.AsyncClient(timeout=5) as http:

        async def ask(name: str, address: str) -> str | None:
            try:
                answer = await http.get(f"{address}/readyz")
            except httpx.HTTPError as error:
                return f"{name} does not answer: {type(error).__name__}"
            return None if answer.is_success else f"{name} is not ready: {answer.text}"

        answers = await asyncio.gather(*(ask(*each) for each in place.health.items()))
    return [answer for answer in answers if answer]


async def _queued(place: Place) -> list[str]:
    try:
        async with httpx.AsyncClient(timeout=10) as http:
            answer = await http.get(f"{place.management}/api/queues/imi")
            answer.raise_for_status()
    except httpx.HTTPError as error:
        return [f"the broker does not answer: {type(error).__name__}"]
    lengths = {queue["name"]: queue.get("messages") for queue in answer.json()}
    return [f"{lengths.get(name)} messages on {name}" for name in READ_QUEUES if lengths.get(name) != 0]
