"""`make test` and `make check`: style, types, import rules, tests; ends by saying plainly what was not run."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from imi_local.testing import any_servers

REPOSITORY = Path(__file__).resolve().parents[3]
BIN = Path(sys.prefix) / "bin"
CHROMIUM = Path("/usr/bin/chromium")
PACKAGES = ("contracts/python/imi_contracts", "deploy/local/imi_local", "deploy/local/prepare.py")
APT_SECONDS = 600
NOTHING_COLLECTED = 5  # pytest's exit code when every test was deselected
COUNTS = re.compile(r"(\d+) (passed|failed|error|skipped)")


@dataclass
class Step:
    """One program; `seconds` is the time it may take at most. `counts` are pytest's own."""

    name: str
    command: list[str]
    seconds: int = 300
    passed: bool = False
    took: float = 0
    counts: Counter[str] = field(default_factory=Counter)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what needs no servers")
    quick: bool = parser.parse_args().quick
    not_run: list[str] = []
    if quick:
        not_run.append("tests that need servers or a browser (make test)")
    elif missing := browser_missing():
        not_run.append(f"browser tests: {missing}")
    marks = "not integration and not browser and not chaos" if quick else "not browser" if not_run else ""
    steps = [*static_steps(), *suites(marks)]
    servers: AbstractContextManager[dict[str, str]] = nullcontext({}) if quick else any_servers()
    with servers as addresses:
        for step in steps:
            carry_out(step, addresses)
    return summary(steps, not_run)


def static_steps() -> list[Step]:
    services = sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("services/*/imi_*"))
    return [
        Step("style", [str(BIN / "ruff"), "check", "."]),
        Step("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Step("types", [str(BIN / "mypy"), *PACKAGES, *services], 600),
        Step("import rules", [str(BIN / "lint-imports")]),
    ]


def suites(marks: str) -> list[Step]:
    """One process per service, as in life: two services in one interpreter would share their table registry."""
    services = sorted(path.name for path in REPOSITORY.glob("services/*") if (path / "tests").exists())
    folders = {"contracts": "contracts", "deploy": "deploy"}
    folders |= {name: f"services/{name}" for name in services} | {"the whole": "tests"}
    options = ["-m", "pytest", "-q", "--durations=5", *(["-m", marks] if marks else [])]
    return [
        Step(f"tests of {name}", [sys.executable, *options, folder], 2_400)
        for name, folder in folders.items()
    ]


def carry_out(step: Step, servers: dict[str, str]) -> None:
    """Shows the program's output as it comes."""
    print(f"\n== {step.name}", flush=True)
    begun = time.monotonic()
    child = subprocess.Popen(
        step.command,
        cwd=REPOSITORY,
        env={**os.environ, **servers},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    limit = threading.Timer(step.seconds, child.kill)
    limit.start()
    assert child.stdout is not None
    last = ""
    for line in child.stdout:
        print(line, end="", flush=True)
        last = line if line.strip() else last
    code = child.wait()
    limit.cancel()
    step.took = time.monotonic() - begun
    step.passed = code == 0
    if "pytest" in step.command:
        step.passed = code in (0, NOTHING_COLLECTED)
        step.counts.update({word: int(number) for number, word in COUNTS.findall(last)})
    if step.took >= step.seconds:
        print(f"{step.name} took longer than {step.seconds} s and was ended")


def summary(steps: list[Step], not_run: list[str]) -> int:
    print("\n== Summary")
    total: Counter[str] = Counter()
    for step in steps:
        total += step.counts
        print(
            f"{'passed' if step.passed else 'FAILED'}  {step.name} ({step.took:.0f} s){listed(step.counts)}"
        )
    print(f"All tests{listed(total)}")
    print("Not run: " + ("; ".join(not_run) or "nothing; everything was run"))
    return 0 if all(step.passed for step in steps) else 1


def listed(counts: Counter[str]) -> str:
    return ": " + ", ".join(f"{number} {word}" for word, number in counts.items()) if counts else ""


def browser_missing() -> str:
    """'' when Chromium is there or could be installed; else why not."""
    if CHROMIUM.exists():
        return ""
    if os.geteuid() != 0:
        return f"{CHROMIUM} is missing and only root may install it (apt install chromium)"
    if not shutil.which("apt-get"):
        return f"{CHROMIUM} is missing and there is no apt-get to install it with"
    print("Installing Chromium from the distribution", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-qq", "-y", "--no-install-recommends", "chromium"]):
        asked = subprocess.run(
            ["apt-get", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=APT_SECONDS,
        )
    return "" if CHROMIUM.exists() else f"Chromium could not be installed: {asked.stderr[-300:].strip()}"


if __name__ == "__main__":
    sys.exit(main())
