"""`python -m imi_local run`: start everything, say where it is, stop everything on Ctrl-C or SIGTERM."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

from imi_local.errors import StackError, StoppedError
from imi_local.supervisor import access
from imi_local.supervisor.checks import parse_port
from imi_local.supervisor.stack import Stack

REPOSITORY = Path(__file__).resolve().parents[4]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m imi_local run", description=__doc__)
    parser.add_argument(
        "--run-dir", type=Path, default=Path(os.environ.get("IMI_RUN_DIR") or REPOSITORY / ".run")
    )
    parser.add_argument("--no-training", action="store_true", help="without training data and accounts")
    options = parser.parse_args(arguments)
    begun = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - begun:5.1f} s] {text}", flush=True)

    try:
        stack = Stack(options.run_dir, parse_port(os.environ.get("PORT", "")), os.environ, say)
        # in a thread: an event's lock may be held by the very code the signal interrupts
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: Thread(target=stack.state.stopping.set).start())
        return _run(stack, say, training=not options.no_training)
    except StackError as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1


def _run(stack: Stack, say: Callable[[str], None], *, training: bool) -> int:
    try:
        found = stack.start(training=training)
        say("Everything is ready")
        print(welcome(found, stack.state.folder), flush=True)
        stack.wait()
    except StoppedError:
        pass
    finally:
        stack.stop()
    return 0


def welcome(found: dict[str, Any], run_dir: Path) -> str:
    """The last thing a person reads: address, accounts, mails."""
    accounts = found["accounts"]
    lines = ["", f"  OpenIMI: {found['url']}"]
    if found["mail_url"]:
        lines.append(f"  Mails:   {found['mail_url']}")
    if accounts:
        lines += ["", *("  " + line for line in access.table(accounts).splitlines())]
    if len(accounts) > access.SHOWN:
        lines.append(f"  … and {len(accounts) - access.SHOWN} more")
    lines += [
        "",
        f"  All of it: {run_dir / 'access.json'}",
        "  Ctrl-C stops everything; the data are kept.",
        "",
    ]
    return "\n".join(lines)
