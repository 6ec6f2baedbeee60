"""Publishing with 200 confirms in flight against waiting for each; same connection, same quorum queue."""

import time

from tests.bench.places import fresh_vhost
from tests.bench.relay import message, purge
from tests.bench.runner import Comparison, Series, interleaved

from imi_kit.bus.broker import ConfirmingPublisher
from imi_kit.bus.relay import BATCH
from imi_local.fresh import Servers

MESSAGES = 2_000
ONE_BY_ONE = 400


async def measure(on: Servers, rounds: int) -> list[Comparison]:
    async with fresh_vhost(on) as vhost:
        publisher = await ConfirmingPublisher.open(vhost.connection)
        prepared = [message(sequence) for sequence in range(MESSAGES)]

        async def in_flight() -> float:
            begun = time.perf_counter()
            for first in range(0, MESSAGES, BATCH):
                await publisher.publish_all(prepared[first : first + BATCH])
            rate = MESSAGES / (time.perf_counter() - begun)
            await purge(vhost)
            return rate

        async def one_by_one() -> float:
            begun = time.perf_counter()
            for single in prepared[:ONE_BY_ONE]:
                await publisher.publish_all([single])
            rate = ONE_BY_ONE / (time.perf_counter() - begun)
            await purge(vhost)
            return rate

        ours, baseline = await interleaved(in_flight, one_by_one, rounds)
    return [
        Comparison(
            f"Publish with {BATCH} confirms in flight against one by one",
            Series("in flight", "msg/s", ours),
            Series("one by one", "msg/s", baseline),
            at_least=5.0,
            note="persistent messages, quorum queue, publisher confirms",
        )
    ]
