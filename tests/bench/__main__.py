"""Ratios against baselines, measured side by side: `python -m tests.bench [--only NAME …] [--rounds N]`.

Markdown on standard output, raw figures after it. Where IMI_RUN_DIR holds a running stack's access.json, the way
through the gateway and from "send" to the visible notice are measured on that stack too.
"""

import argparse
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import httpx
import structlog
import uvloop
from tests.bench.machine import describe
from tests.bench.places import servers
from tests.bench.report import markdown, raw
from tests.bench.runner import ROUNDS, Result

from imi_local.fresh import Servers
from imi_local.running import RunningStack
from tests.bench import command, confirms, consumer, gateway, notice, relay, scoreboard

Bench = Callable[[Servers, int], Awaitable[Sequence[Result]]]
StackBench = Callable[[Path, int], Awaitable[Sequence[Result]]]
BENCHES: dict[str, Bench] = {
    "command": command.measure,
    "relay": relay.measure,
    "consumer": consumer.measure,
    "confirms": confirms.measure,
    "scoreboard": scoreboard.measure,
}
ON_A_STACK: dict[str, StackBench] = {"gateway": gateway.measure, "notice": notice.measure}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=[*BENCHES, *ON_A_STACK], action="append")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    wanted: list[str] = arguments.only or [*BENCHES, *ON_A_STACK]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    stack = _running_stack(Path(os.environ.get("IMI_RUN_DIR") or ".run"))
    results: list[Result] = []
    with servers() as found:
        machine = uvloop.run(describe(found))
        for name in wanted:
            results += _measure(name, found, stack, arguments.rounds)
    print(markdown(machine, results, arguments.rounds))
    print(f"\n```json\n{raw(machine, results, arguments.rounds)}\n```")


def _running_stack(run_dir: Path) -> Path | None:
    """The folder when the stack it describes answers."""
    try:
        httpx.get(f"{RunningStack.at(run_dir).url}/livez", timeout=5).raise_for_status()
    except (OSError, httpx.HTTPError):
        return None
    return run_dir


def _measure(name: str, on: Servers, stack: Path | None, rounds: int) -> Sequence[Result]:
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    if name in BENCHES:
        return uvloop.run(_run(BENCHES[name](on, rounds)))
    if stack is None:
        print(f"{name} was not measured: no stack runs in IMI_RUN_DIR (make run)", file=sys.stderr)
        return []
    return uvloop.run(_run(ON_A_STACK[name](stack, rounds)))


async def _run(measuring: Awaitable[Sequence[Result]]) -> Sequence[Result]:
    return await measuring


if __name__ == "__main__":
    main()
