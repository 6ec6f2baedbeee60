"""`python -m imi_local.training RUN_DIR`: load the training data once; `--again` loads what is missing."""

import argparse
import asyncio
from pathlib import Path

from imi_local.training.load import load
from imi_local.training.settings import TrainingSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run_dir", type=Path, nargs="?", default=Path(".run"))
    parser.add_argument("--again", action="store_true", help="even though accounts.json says it is done")
    given = parser.parse_args()
    if (given.run_dir / "accounts.json").exists() and not given.again:
        print("training data: already loaded")
        return
    given.run_dir.mkdir(parents=True, exist_ok=True)
    asyncio.run(
        load(TrainingSettings(), given.run_dir, lambda what: print(f"training data: {what}", flush=True))
    )


if __name__ == "__main__":
    main()
