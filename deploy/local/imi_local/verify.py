"""`make test` and `make check`: style, types, import rules, tests; ends by saying plainly what was not run."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
BIN = Path(sys.prefix) / "bin"
CHROMIUM = Path("/usr/bin/chromium")
PACKAGES = ("contracts/python/imi_contracts", "deploy/local/imi_local", "deploy/local/prepare.py")
APT_SECONDS = 600


@dataclass(frozen=True)
class Step:
    """One program; `seconds` is the time it may take at most."""

    name: str
    command: list[str]
    seconds: int = 300


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
    results = {step.name: carry_out(step) for step in (*static_steps(), tests(marks))}
    print("\n== Summary")
    for name, (passed, seconds) in results.items():
        print(f"{'passed' if passed else 'FAILED'}  {name} ({seconds:.0f} s)")
    print("Not run: " + ("; ".join(not_run) or "nothing, everything was run"))
    return 0 if all(passed for passed, _ in results.values()) else 1


def static_steps() -> list[Step]:
    services = sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("services/*/imi_*"))
    return [
        Step("style", [str(BIN / "ruff"), "check", "."]),
        Step("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Step("types", [str(BIN / "mypy"), *PACKAGES, *services], 600),
        Step("import rules", [str(BIN / "lint-imports")]),
    ]


def tests(marks: str) -> Step:
    chosen = ["-m", marks] if marks else []
    return Step("tests", [sys.executable, "-m", "pytest", "--durations=15", *chosen], 3_600)


def carry_out(step: Step) -> tuple[bool, float]:
    print(f"\n== {step.name}", flush=True)
    begun = time.monotonic()
    try:
        code = subprocess.run(
            step.command, cwd=REPOSITORY, stdin=subprocess.DEVNULL, check=False, timeout=step.seconds
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"{step.name} took longer than {step.seconds} s and was ended")
        code = 1
    return code == 0, time.monotonic() - begun


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
