"""`python -m imi_local.training`: load the training data once; `--again` loads what is missing."""

import argparse
import asyncio
import sys

from imi_local.training.load import load
from imi_local.training.services import TrainingError
from imi_local.training.settings import TrainingSettings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="even though the list of accounts is there")
    again: bool = parser.parse_args().again
    settings = TrainingSettings()
    if settings.accounts_file.exists() and not again:
        say("already loaded")
        return 0
    failures: list[str] = []
    try:
        asyncio.run(load(settings, say))
    except* TrainingError as group:
        failures = [str(failure) for failure in group.exceptions]
    for failure in failures:
        say(failure)
    return 1 if failures else 0


def say(what: str) -> None:
    print(f"training data: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
