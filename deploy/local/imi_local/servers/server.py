"""What the four private servers have in common."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from signal import SIGTERM, Signals

from imi_local.servers.process import Process
from imi_local.servers.state import RunState

STOP_SECONDS = 30


class PrivateServer(ABC):
    """A server of ours on the loopback address; `start` returns when it has answered a real operation.

    `start` may be called again after a crash: the ports stay the same, for the clients know them.
    """

    name: str

    def __init__(self, state: RunState) -> None:
        self._state = state
        self._process: Process | None = None
        self._chosen: dict[str, int] = {}
        self._choosing = threading.Lock()

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The administrator's addresses, by the variables' names."""

    def stop(self) -> None:
        if self._process:
            self._process.stop(STOP_SECONDS)

    def running(self) -> bool:
        return self._process is not None and self._process.running()

    def _port(self, purpose: str = "") -> int:
        """Chosen at the first start of this run, the same one as in the run before if it is still free."""
        with self._choosing:
            if purpose not in self._chosen:
                self._chosen[purpose] = self._state.port(f"{self.name}.{purpose}".rstrip("."))
            return self._chosen[purpose]

    def _launch(
        self,
        argv: Sequence[str],
        ready: Callable[[], bool],
        seconds: float,
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: tuple[int, int] | None = None,
        stop_signal: Signals = SIGTERM,
    ) -> None:
        if self._process:
            self._process.kill()  # what a crash left of its group would hold the data folder
        self._process = Process(
            self.name, argv, self._state.folder, env=env, cwd=cwd, user=user, stop_signal=stop_signal
        )
        self._process.start()
        self._process.wait_ready(ready, seconds, self._state.stopping)
