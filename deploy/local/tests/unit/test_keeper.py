"""What ends unasked is started again; what keeps ending is started less and less often."""

import threading
import time

import pytest

from imi_local.errors import StackError
from imi_local.supervisor import keeper
from imi_local.supervisor.keeper import Keeper


class FakeChild:
    name = "requests"

    def __init__(self, *, stays_up: bool = True, fails: bool = False) -> None:
        self.starts: list[float] = []
        self.up = False
        self._stays_up, self._fails = stays_up, fails

    def start(self) -> None:
        self.starts.append(time.monotonic())
        if self._fails:
            raise StackError("requests ended while starting.")
        self.up = self._stays_up

    def running(self) -> bool:
        return self.up


@pytest.fixture
def stopping(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    monkeypatch.setattr(keeper, "LOOK_SECONDS", 0.005)
    monkeypatch.setattr(keeper, "FIRST_PAUSE_SECONDS", 0.02)
    event = threading.Event()
    yield event
    event.set()


def wait_until(condition) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "nothing happened within 5 s"
        time.sleep(0.005)


def test_a_child_that_ended_is_started_again_and_it_is_said(stopping: threading.Event) -> None:
    said: list[str] = []
    fake = FakeChild()
    Keeper(fake, stopping, said.append).start()
    wait_until(lambda: len(said) == 2)
    assert said == ["requests has ended; starting it again in 0.0 s", "requests is back"]


def test_pauses_grow_while_it_keeps_ending(stopping: threading.Event) -> None:
    fake = FakeChild(stays_up=False)
    Keeper(fake, stopping, lambda _: None).start()
    wait_until(lambda: len(fake.starts) == 4)
    first, second, third, fourth = fake.starts
    assert second - first < fourth - third


def test_a_failing_start_does_not_end_the_watch(stopping: threading.Event) -> None:
    said: list[str] = []
    fake = FakeChild(fails=True)
    Keeper(fake, stopping, said.append).start()
    wait_until(lambda: len(fake.starts) >= 2)
    assert "requests ended while starting." in said


def test_nothing_is_started_once_the_stack_stops(stopping: threading.Event) -> None:
    fake = FakeChild()
    watch = Keeper(fake, stopping, lambda _: None)
    stopping.set()
    watch.start()
    watch.join(5)
    assert not fake.starts
