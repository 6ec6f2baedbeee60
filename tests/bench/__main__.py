"""Ratios against baselines, measured side by side: `python -m tests.bench [--only NAME …] [--rounds N]`.

Markdown on standard output, raw figures after it. Where IMI_RUN_DIR holds a running stack's access.json, the way
through the gateway and from "send" to the visible notice are measured on that stack too.
"""

import argparse
import sys
from collections.abc import Awaitable, Callable, Sequence

import structlog
import uvloop
from tests.bench.machine import describe
from tests.bench.places import servers
from tests.bench.report import markdown, raw
from tests.bench.runner import ROUNDS, Result

from imi_local.fresh import Servers
from tests.bench import command, confirms, consumer, relay

Bench = Callable[[Servers, int], Awaitable[Sequence[Result]]]
BENCHES: dict[str, Bench] = {
    "command": command.measure,
    "relay": relay.measure,
    "consumer": consumer.measure,
    "confirms": confirms.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=BENCHES, action="append")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    results: list[Result] = []
    with servers() as found:
        machine = uvloop.run(describe(found))
        for name in arguments.only or BENCHES:
            print(f"measuring {name} …", file=sys.stderr)
            results += uvloop.run(_measure(BENCHES[name], found, arguments.rounds))
    print(markdown(machine, results, arguments.rounds))
    print(f"\n```json\n{raw(machine, results, arguments.rounds)}\n```")


async def _measure(bench: Bench, on: Servers, rounds: int) -> Sequence[Result]:
    return await bench(on, rounds)


if __name__ == "__main__":
    main()
