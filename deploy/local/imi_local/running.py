"""A whole system for tests: started the way a person starts it, in a folder and on a port of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imi_local.servers.ports import pick_free

START_SECONDS = 600
STOP_SECONDS = 90


@dataclass(frozen=True)
class RunningStack:
    """What access.json says, and the folder for those who need pids or logs."""

    run_dir: Path
    access: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.access["url"])

    @property
    def mail_url(self) -> str:
        return str(self.access["mail_url"])

    @property
    def accounts(self) -> list[dict[str, Any]]:
        return list(self.access["accounts"])

    def amqp_url(self, country: str) -> str:
        """Where the systems of this state connect."""
        systems = {
            str(system["country"]): str(system["amqp_url"]) for system in self.access["member_state_systems"]
        }
        return systems[country.upper()]

    def pid(self, name: str) -> int:
        """Of a service or server, e.g. `requests` or `rabbitmq`; it leads its own process group."""
        return int((self.run_dir / "pids" / name).read_text().split()[0])

    @classmethod
    def at(cls, run_dir: Path) -> "RunningStack":
        return cls(run_dir, json.loads((run_dir / "access.json").read_text()))


@contextmanager
def started_stack(
    *, training: bool = True, settings: Mapping[str, str] | None = None
) -> Iterator[RunningStack]:
    """A new system without data from before; everything of it is ended and removed afterwards.

    `settings` are further IMI_ variables, as a person could set them.
    """
    run_dir = Path(tempfile.mkdtemp(prefix="imi-stack-"))
    run_dir.chmod(0o711)  # PostgreSQL may have to run as another user
    output = run_dir / "output.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IMI_")}
    environment |= {"IMI_RUN_DIR": str(run_dir), "PORT": str(pick_free(set())), **(settings or {})}
    options = [] if training else ["--no-training"]
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "imi_local", "run", *options],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, run_dir, output)
        yield RunningStack.at(run_dir)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)
        shutil.rmtree(run_dir, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", run_dir: Path, output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (run_dir / "access.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The system did not start:\n{output.read_text(errors='replace')[-5000:]}")
        time.sleep(0.2)
