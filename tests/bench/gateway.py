"""Through the gateway (session, signed token, page in the reader's language) against the service directly."""

import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from tests.bench.runner import Comparison, Series, interleaved
from tests.bench.visitor import TIMEOUT, Visitor

from imi_kit.identity import Identity, TokenSigner
from imi_local.provision.environment import identity_key
from imi_local.running import RunningStack
from imi_local.servers.ports import HOST
from imi_local.servers.state import RunState

CALLS = 60
OFFICIAL = Identity("bench", "person", "DE", roles={"*": ["request_handler"]})
SEARCH = {"q": "zahnarzt", "country": "HU"}
ROUTES: tuple[tuple[str, str, dict[str, str], str, str, dict[str, str]], ...] = (
    ("Bell: notices counted", "/notices/unread", {}, "notifications", "/notices/count", {}),
    (
        "Directory search",
        "/directory",
        SEARCH,
        "directory",
        "/authorities",
        SEARCH | {"lang": "de", "size": "10"},
    ),
    ("Scoreboard", "/statistics", {}, "statistics", "/scoreboard", {}),
)


async def measure(run_dir: Path, rounds: int) -> list[Comparison]:
    stack, state = RunningStack.at(run_dir), RunState(run_dir)
    signer = TokenSigner(identity_key(state, private=True))
    account = next(a for a in stack.accounts if a["country"] == "DE" and "request_handler" in a["roles"])
    results = []
    async with Visitor.logged_in(stack.url, account) as visitor, httpx.AsyncClient(timeout=TIMEOUT) as direct:
        for name, page, query, service, path, direct_query in ROUTES:
            address = f"http://{HOST}:{state.last_port(f'service.{service}')}{path}"

            async def through(page: str = page, query: dict[str, str] = query) -> httpx.Response:
                return await visitor.http.get(page, params=query)

            async def straight(
                address: str = address, query: dict[str, str] = direct_query
            ) -> httpx.Response:
                headers = {"Authorization": f"Bearer {signer.sign(OFFICIAL)}"}
                return await direct.get(address, params=query, headers=headers)

            ours, baseline = await interleaved(_median_of(through), _median_of(straight), rounds)
            results.append(
                Comparison(
                    f"{name} through the gateway against the service directly",
                    Series("page", "ms", ours),
                    Series("service", "ms", baseline),
                    at_most=2.0,
                    note=f"{CALLS} calls a round, one after the other; GET {page} against GET {path}",
                )
            )
    return results


def _median_of(call: Callable[[], Awaitable[httpx.Response]]) -> Callable[[], Awaitable[float]]:
    async def measured() -> float:
        times = []
        for _ in range(CALLS):
            begun = time.perf_counter()
            (await call()).raise_for_status()
            times.append((time.perf_counter() - begun) * 1000)
        return statistics.median(times)

    return measured
