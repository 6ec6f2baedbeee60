"""Children are started, reaped and ended as whole groups."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from imi_local.errors import StackError, StoppedError
from imi_local.servers.process import Process, started_at

Make = Callable[..., Process]
FOREVER = "import time; print('up'); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(60)"
PARENT = (
    "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "print(p.pid); time.sleep(60)"
)


def wait_for_output(process: Process) -> str:
    process.wait_ready(lambda: bool(process.log.read_text()), 10)
    return process.log.read_text()


def test_a_killed_child_is_reaped_when_looked_at(child: Make) -> None:
    process = child(FOREVER)
    process.start()
    pid = process.pid
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while process.running() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{pid}").exists()


def test_stopping_ends_a_child_that_ignores_the_request(child: Make) -> None:
    process = child(STUBBORN)
    process.start()
    wait_for_output(process)
    pid = process.pid
    process.stop(timeout=0.2)
    assert started_at(pid) == ""


def test_stopping_ends_grandchildren_too(child: Make) -> None:
    process = child(PARENT)
    process.start()
    grandchild = int(wait_for_output(process))
    process.stop(timeout=5)
    deadline = time.monotonic() + 5
    while started_at(grandchild) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert started_at(grandchild) == ""


def test_a_child_that_dies_while_starting_is_reported_with_its_last_words(child: Make) -> None:
    process = child("raise SystemExit('the disk is on fire')")
    process.start()
    with pytest.raises(StackError, match=r"child ended while starting(.|\n)*the disk is on fire"):
        process.wait_ready(lambda: False, 10)


def test_waiting_ends_after_its_time(child: Make) -> None:
    process = child(FOREVER)
    process.start()
    with pytest.raises(StackError, match="was not ready after 0 s"):
        process.wait_ready(lambda: False, 0.1)


def test_waiting_ends_when_the_stack_stops(child: Make) -> None:
    process = child(FOREVER)
    process.start()
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(StoppedError):
        process.wait_ready(lambda: False, 10, stopping)


def test_a_step_that_fails_is_reported_with_its_exit_code(child: Make) -> None:
    with pytest.raises(StackError, match=r"child failed \(exit code 3\)"):
        child("raise SystemExit(3)").run(10, threading.Event())


def test_a_step_says_its_lines_as_they_come(child: Make) -> None:
    said: list[str] = []
    child("print('earlier')").run(10, threading.Event())
    child("print('302 authorities'); print('45 people')").run(10, threading.Event(), said.append)
    assert said == ["302 authorities", "45 people"]


def test_children_do_not_inherit_addresses_and_secrets(child: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMI_POSTGRES_URL", "postgresql://admin:secret@db/")
    process = child("import os; print([name for name in os.environ if name.startswith('IMI_')])")
    process.run(10, threading.Event())
    assert process.log.read_text() == "[]\n"
