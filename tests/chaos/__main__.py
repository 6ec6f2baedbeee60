"""`python -m tests.chaos`: the crash drill with a report; ends with 1 when anything was lost or done twice."""

import argparse
import asyncio
import random
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from imi_local.running import RunningStack

from .drill import Drill
from .place import Place, own_place


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument(
        "--requests", type=int, default=250, help="each is sent, accepted, answered and closed"
    )
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="of the killing")
    parser.add_argument("--at", type=Path, help="run folder of a fresh stack started with IMI_ROLES=apart")
    options = parser.parse_args()
    print(f"Starting a system of its own (seed {options.seed})", flush=True)
    with _place(options.at) as place:
        print("Writing drafts, then killing", flush=True)
        report = asyncio.run(Drill(place, options.requests, options.seed).run())
    print(report)
    return 0 if report.clean else 1


def _place(run_dir: Path | None) -> AbstractContextManager[Place]:
    return nullcontext(Place(RunningStack.at(run_dir))) if run_dir else own_place()


sys.exit(main())
