"""What the four private servers have in common."""

from abc import ABC, abstractmethod

from imi_local.servers.process import Process


class PrivateServer(ABC):
    """A server of ours on the loopback address; `start` returns when it has answered a real operation."""

    name: str
    _process: Process | None = None

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The administrator's addresses, by the variables' names."""

    def stop(self) -> None:
        if self._process:
            self._process.stop(timeout=30)

    def running(self) -> bool:
        return self._process is not None and self._process.running()

    @property
    def pid(self) -> int | None:
        """The process to kill in a crash drill."""
        return self._process.pid if self._process else None
