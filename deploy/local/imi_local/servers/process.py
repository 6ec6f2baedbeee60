"""One child process in a group of its own: log file, reaping, orderly stop, no leftovers after a crash."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from imi_local.errors import StackError, StoppedError

POLL_SECONDS = 0.05
KILL_GRACE_SECONDS = 5
LOG_LINES_SHOWN = 15
LOG_BYTES_KEPT = 20_000_000


class Process:
    """A child that is started, watched and stopped by its pid and its process group, never by name."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        run_dir: Path,
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: tuple[int, int] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name, self.argv, self.env, self.cwd, self.user = name, list(argv), dict(env or {}), cwd, user
        self.stop_signal = stop_signal
        self.log = run_dir / "logs" / f"{name}.log"
        self._pid_file = run_dir / "pids" / name
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def running(self) -> bool:
        """Looks at (and thereby reaps) the child."""
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        self._pid_file.parent.mkdir(exist_ok=True)
        user, group = self.user or (None, None)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_KEPT:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                self.argv,
                env={**neutral_environment(), **self.env},
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,
                user=user,
                group=group,
                extra_groups=[] if self.user else None,
            )
        self._pid_file.write_text(f"{self._child.pid} {started_at(self._child.pid)}")

    def run(
        self, timeout: float, stopping: threading.Event, say: Callable[[str], None] | None = None
    ) -> None:
        """Start and wait for its end, saying its lines; an error raises StackError with the last of them."""
        shown = self.log.stat().st_size if self.log.exists() else 0
        self.start()
        assert self._child is not None
        deadline = time.monotonic() + timeout
        running = True
        while running:
            running = self.running()
            shown = self._say_lines_after(shown, say)
            if stopping.is_set() or time.monotonic() > deadline:
                self.kill()
                raise (
                    StoppedError
                    if stopping.is_set()
                    else StackError(f"{self.name} took over {timeout:.0f} s.")
                )
            time.sleep(POLL_SECONDS)
        code = self._child.returncode
        self.kill()
        if code:
            raise StackError(f"{self.name} failed (exit code {code}). {self._last_lines()}")

    def stop(self, timeout: float = 20) -> None:
        """Ask, wait, then kill the whole group; returns when the child is reaped."""
        if self._child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._child.send_signal(self.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(timeout)
        self.kill()

    def kill(self) -> None:
        """End what is left of the group at once and reap the child."""
        if self._child is None:
            return
        kill_group(self._child.pid)
        self._child.wait(KILL_GRACE_SECONDS)
        self._child = None
        self._pid_file.unlink(missing_ok=True)

    def _say_lines_after(self, position: int, say: Callable[[str], None] | None) -> int:
        """Hand on the whole lines that the log holds after `position`; returns where the next one begins."""
        if say is None:
            return position
        with self.log.open("rb") as log:
            log.seek(position)
            text, newline, _ = log.read().rpartition(b"\n")
        for line in text.decode(errors="replace").splitlines():
            say(line)
        return position + len(text) + len(newline)

    def _last_lines(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"Its last lines ({self.log}):\n" + "\n".join(text.splitlines()[-LOG_LINES_SHOWN:])

    def wait_ready(
        self, check: Callable[[], bool], timeout: float, stopping: threading.Event | None = None
    ) -> None:
        """Poll a real operation until it succeeds; fails at once when the child died or the stack stops."""
        deadline = time.monotonic() + timeout
        while not check():
            if stopping and stopping.is_set():
                raise StoppedError
            if not self.running():
                raise StackError(f"{self.name} ended while starting. {self._last_lines()}")
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} was not ready after {timeout:.0f} s. {self._last_lines()}")
            time.sleep(POLL_SECONDS)


def end_leftovers(run_dir: Path) -> None:
    """A supervisor that was killed leaves its children behind; they would hold ports and data folders."""
    for note in (run_dir / "pids").glob("*"):
        pid, _, start = note.read_text().partition(" ")
        if pid and start and started_at(int(pid)) == start:
            kill_group(int(pid))
            deadline = time.monotonic() + KILL_GRACE_SECONDS
            while started_at(int(pid)) == start and time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)
        note.unlink(missing_ok=True)


def neutral_environment() -> dict[str, str]:
    """Ours without the IMI_ variables: a child learns only the addresses and secrets meant for it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("IMI_")}


def kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def started_at(pid: int) -> str:
    """The kernel's start time of a pid ('' when it is gone or a zombie): guards against reused pids."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]
