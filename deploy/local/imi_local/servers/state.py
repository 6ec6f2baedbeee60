"""What a run folder remembers between two starts: ports, passwords and who holds the folder."""

import fcntl
import json
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from imi_local.errors import StackError
from imi_local.servers import ports
from imi_local.servers.process import end_leftovers


class RunState:
    """Ports and passwords of one run folder, kept in `state.json` (readable by the owner only)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._file = self.folder / "state.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "lock").touch()
        except OSError as error:
            raise StackError(
                f"The run folder cannot be used: {error}. Name one that you may write to with IMI_RUN_DIR=/path."
            ) from error
        self.stopping = threading.Event()  # set once, when everything of this folder shall end
        self._guard = threading.RLock()
        self._held: IO[str] | None = None
        self._data: dict[str, dict[str, str]] = {"ports": {}, "secrets": {}}
        if self._file.exists():
            self._data.update(json.loads(self._file.read_text()))

    def hold(self) -> None:
        """Take the folder for this process; a second stack in the same folder is refused.

        What a killed predecessor left running is ended.
        """
        held = (self.folder / "lock").open("a+")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            held.seek(0)
            owner = held.read().strip() or "unknown"
            raise StackError(
                f"{self.folder} is used by another running stack (process {owner}). "
                "Stop that one first, or use another folder with IMI_RUN_DIR=/path."
            ) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        self._held = held
        end_leftovers(self.folder)

    def release(self) -> None:
        if self._held:
            self._held.close()
            self._held = None

    def port(self, name: str) -> int:
        """The remembered port, or another one when somebody else has taken it meanwhile."""
        with self._guard:
            known = int(self._data["ports"].get(name, 0))
            if known and ports.is_free(known) and ports.is_free(known + ports.TWIN_OFFSET):
                return known
            chosen = ports.pick_free({int(port) for port in self._data["ports"].values()})
            self._keep("ports", name, str(chosen))
            return chosen

    def last_port(self, name: str) -> int | None:
        """The port used last time, taken or not."""
        return int(self._data["ports"].get(name, 0)) or None

    def use_port(self, name: str, port: int) -> None:
        """Remember a port that somebody else has chosen."""
        with self._guard:
            self._keep("ports", name, str(port))

    def secret(self, name: str, size: int = 24) -> str:
        """A random hexadecimal secret of `size` bytes, made once."""
        return self.once(name, lambda: secrets.token_hex(size))

    def once(self, name: str, make: Callable[[], str]) -> str:
        """A secret of any other form (a key pair), made once."""
        with self._guard:
            return self._data["secrets"].get(name) or self._keep("secrets", name, make())

    def _keep(self, group: str, name: str, value: str) -> str:
        self._data[group][name] = value
        write_private(self._file, json.dumps(self._data, indent=1))
        return value


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step; nobody but the owner may read it."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
        file.write(text)
    fresh.replace(path)
