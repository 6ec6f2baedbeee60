"""One of our services as a child process: brought up to date, served, watched."""

import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

from imi_local.servers.ports import HOST
from imi_local.servers.process import Process
from imi_local.servers.state import RunState
from imi_local.supervisor.migrated import MigrationNote

READY_SECONDS = 60
MIGRATE_SECONDS = 120
STOP_SECONDS = 20
PROBE_SECONDS = 5
ALL_ROLES = "serve"
MIGRATING_ROLES = (ALL_ROLES, "http")


class Service:
    """`python -m imi_<service> <role>`, ready when /readyz says so; named after both when roles run apart."""

    def __init__(
        self,
        service: str,
        port: int,
        environment: Mapping[str, str],
        state: RunState,
        note: MigrationNote,
        *,
        role: str = ALL_ROLES,
    ) -> None:
        self.name = service if role == ALL_ROLES else f"{service}-{role}"
        self.port, self._state, self._note = port, state, note
        self._service, self._role = service, role
        self._environment = {
            **environment,
            "IMI_HTTP_HOST": HOST,
            "IMI_HTTP_PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        }
        self._process: Process | None = None

    def migrate(self) -> None:
        """Raises StackError with the last lines when the store could not be brought up to date."""
        if self._role not in MIGRATING_ROLES or self._note.is_current():
            return
        step = self._make(f"{self._service}-migrate", "migrate")
        step.run(MIGRATE_SECONDS, self._state.stopping)
        self._note.write()

    def start(self) -> None:
        if self._process:
            self._process.kill()
        self._process = self._make(self.name, self._role)
        self._process.start()
        self._process.wait_ready(self._ready, READY_SECONDS, self._state.stopping)

    def stop(self) -> None:
        if self._process:
            self._process.stop(STOP_SECONDS)

    def running(self) -> bool:
        return self._process is not None and self._process.running()

    def _make(self, name: str, verb: str) -> Process:
        return Process(
            name,
            [sys.executable, "-m", f"imi_{self._service}", verb],
            self._state.folder,
            env=self._environment,
        )

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/readyz", timeout=PROBE_SECONDS) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
