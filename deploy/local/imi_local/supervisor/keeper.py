"""Starts again what ended unasked, more and more slowly while it keeps ending."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from imi_local.errors import StackError, StoppedError

LOOK_SECONDS = 0.3
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 10.0


class Child(Protocol):
    name: str

    def start(self) -> None: ...
    def running(self) -> bool: ...


class Keeper(threading.Thread):
    """Watches one child until `stopping` is set; a child that ran for ten seconds gets a quick restart again."""

    def __init__(self, child: Child, stopping: threading.Event, say: Callable[[str], None]) -> None:
        super().__init__(name=f"keeper-{child.name}", daemon=True)
        self._child, self._stopping, self._say = child, stopping, say
        self._pause = FIRST_PAUSE_SECONDS

    def run(self) -> None:
        since = time.monotonic()
        while not self._stopping.wait(LOOK_SECONDS):
            if self._child.running():
                if time.monotonic() - since > STEADY_SECONDS:
                    self._pause = FIRST_PAUSE_SECONDS
                continue
            self._restart()
            since = time.monotonic()

    def _restart(self) -> None:
        self._say(f"{self._child.name} has ended; starting it again in {self._pause:.1f} s")
        if self._stopping.wait(self._pause):
            return
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        try:
            self._child.start()
        except StoppedError:
            return
        except StackError as error:
            self._say(str(error))
        else:
            self._say(f"{self._child.name} is back")
