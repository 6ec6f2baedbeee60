"""Small children for the supervisor's tests."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imi_local.servers.process import Process


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Makes a Process that runs a piece of Python; all of them are ended after the test."""
    made: list[Process] = []

    def make(code: str, name: str = "child") -> Process:
        process = Process(name, [sys.executable, "-uc", code], tmp_path)
        made.append(process)
        return process

    yield make
    for process in made:
        process.kill()
