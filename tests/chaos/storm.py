"""Kills processes of one stack at random: services all the time, servers at set moments."""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Sequence

from .place import Place

WAIT_SECONDS = (0.5, 2.0)
SERVICES = ("requests", "notifications", "statistics", "gateway", "translation")
ROLES = ("relay", "consumer", "http", "scheduler")
# A system of which nothing is up proves nothing: killing waits while more than these are down.
SERVICES_DOWN = 2
SERVER_EVERY_SECONDS = 12.0
# The broker most often: everything hangs on it. In this order, so that each is hit even in a short storm.
SERVERS = ("rabbitmq", "postgres", "mongodb", "rabbitmq", "objects")


class Storm:
    """`struck` counts by process; `kills` by kind: the role of a service, or the name of a server."""

    def __init__(self, place: Place, seed: int) -> None:
        self._place = place
        self._random = random.Random(seed)
        self.struck: Counter[str] = Counter()
        self.log: list[str] = []

    @property
    def kills(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for name, times in self.struck.items():
            found[name.rpartition("-")[2]] += times
        return found

    async def rage(self, over: asyncio.Event, seconds: float) -> None:
        """Until the work is over, but never longer than `seconds`."""
        begun = server_struck = time.monotonic()
        servers = itertools.cycle(SERVERS)
        while not over.is_set() and time.monotonic() < begun + seconds:
            await _pause(over, self._random.uniform(*WAIT_SECONDS))
            down = await self._place.down()
            if down & set(SERVERS):
                server_struck = time.monotonic()
            if time.monotonic() > server_struck + SERVER_EVERY_SECONDS:
                self._strike([next(servers)], begun)
            elif len(down) <= SERVICES_DOWN:
                self._strike(self._shuffled_services(), begun)

    def _shuffled_services(self) -> list[str]:
        """A role first and then a service, so that relays are killed as often as pages are served."""
        role = self._random.choice(ROLES)
        return self._random.sample([f"{service}-{role}" for service in SERVICES], len(SERVICES))

    def _strike(self, names: Sequence[str], begun: float) -> None:
        """The first of these that runs; it may be just starting."""
        for name in names:
            if self._place.kill(name):
                self.struck[name] += 1
                self.log.append(f"{time.monotonic() - begun:6.1f} s {name}")
                return


async def _pause(over: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(over.wait(), seconds)
    except TimeoutError:
        return
