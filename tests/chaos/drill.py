"""The drill itself: drafts in calm, a thousand commands in the storm, calm again, and the count."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from . import calm, verdict
from .cast import Cast, assemble
from .germany import TIMEOUT, Germany
from .hungary import Hungary
from .place import Place
from .report import Report
from .storm import Storm

COMMANDS_EACH = 4
WRITING_AT_ONCE = 6
# So that the commands are spread over the storm instead of being done before it has begun.
BEGIN_OVER_SECONDS = 75.0
STORM_SECONDS = 180.0


@dataclass
class Drill:
    """`requests` times four commands: send, accept, reply, close."""

    place: Place
    requests: int = 250
    seed: int = 1
    drafts: list[dict[str, Any]] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)

    async def run(self) -> Report:
        begun = time.monotonic()
        storm = Storm(self.place, self.seed)
        async with self._germany() as (germany, cast):
            await self._write(germany)
            before = await verdict.figures(self.place)
            hungary = Hungary(self.place.broker_of_state("hu"), {str(draft["id"]) for draft in self.drafts})
            listening = asyncio.create_task(hungary.run())
            stormy = time.monotonic()
            await self._work_in(storm, germany, hungary)
            stormed = time.monotonic() - stormy
            settled = await calm.wait(self.place)
            found = await verdict.judge(self.place, cast, self.drafts, hungary.heard, before)
            verdict.judge_ends(self.place, storm.struck, found)
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
        return Report(
            seed=self.seed,
            commands=self.requests * COMMANDS_EACH,
            kills=dict(storm.kills),
            seconds={"in all": time.monotonic() - begun, "storm": stormed, "until calm": settled.seconds},
            retries=dict(germany.retries),
            said_again=hungary.published.total() - len(hungary.published),
            lost=[*self.given_up, *found.lost],
            duplicates=found.duplicates,
            problems=[*settled.problems, *found.problems],
            observed=found.observed | {"reconnects of the state's system": hungary.reconnects},
            log=storm.log,
        )

    @asynccontextmanager
    async def _germany(self) -> AsyncIterator[tuple[Germany, Cast]]:
        limits = httpx.Limits(max_connections=40)
        async with (
            httpx.AsyncClient(base_url=self.place.service("directory"), timeout=TIMEOUT) as directory,
            httpx.AsyncClient(
                base_url=self.place.service("requests"), timeout=TIMEOUT, limits=limits
            ) as requests,
        ):
            cast = await assemble(directory, self.place.signer.sign)
            yield Germany(requests, self.place.signer.sign, cast), cast

    async def _write(self, germany: Germany) -> None:
        turns = asyncio.Semaphore(WRITING_AT_ONCE)

        async def one(number: int) -> dict[str, Any]:
            async with turns:
                return await germany.write(number)

        self.drafts = await asyncio.gather(*(one(number) for number in range(self.requests)))

    async def _work_in(self, storm: Storm, germany: Germany, hungary: Hungary) -> None:
        over = asyncio.Event()
        raging = asyncio.create_task(storm.rage(over, STORM_SECONDS))
        pause = BEGIN_OVER_SECONDS / max(self.requests, 1)
        try:
            cases = [
                asyncio.create_task(self._case(draft, number * pause, germany, hungary))
                for number, draft in enumerate(self.drafts)
            ]
            await asyncio.gather(*cases)
        finally:
            over.set()
            await raging

    async def _case(self, draft: dict[str, Any], delay: float, germany: Germany, hungary: Hungary) -> None:
        await asyncio.sleep(delay)
        request_id = str(draft["id"])
        try:
            await germany.send(draft)
            version = await hungary.replied(request_id)
            await germany.close(request_id, version)
        except (AssertionError, TimeoutError) as error:
            self.given_up.append(f"{request_id} was given up: {error!r}")
