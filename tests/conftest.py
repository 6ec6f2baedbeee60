"""The whole running system for the tests that need more than one service."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from imi_local.running import RunningStack, started_stack


@pytest.fixture(scope="session")
def stack() -> Iterator[RunningStack]:
    """The system with its training data; IMI_STACK_RUN_DIR names one that runs already (its .run folder)."""
    if running := os.environ.get("IMI_STACK_RUN_DIR"):
        yield RunningStack.at(Path(running))
    else:
        with started_stack() as started:
            yield started
