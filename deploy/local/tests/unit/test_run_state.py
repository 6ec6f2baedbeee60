"""A run folder keeps its secrets private and belongs to one stack at a time."""

import stat
from pathlib import Path

import pytest

from imi_local.errors import StackError
from imi_local.servers.process import Process, started_at
from imi_local.servers.state import RunState, write_private


def test_a_secret_is_made_once_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    first = RunState(tmp_path).secret("postgres")
    assert RunState(tmp_path).secret("postgres") == first
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600


def test_a_private_file_is_replaced_and_stays_private(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("old")
    write_private(file, "new")
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_stack_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    first = RunState(tmp_path)
    first.hold()
    with pytest.raises(StackError, match=r"used by another running stack \(process \d+\).*IMI_RUN_DIR"):
        RunState(tmp_path).hold()
    first.release()
    again = RunState(tmp_path)
    again.hold()
    again.release()


def test_what_a_killed_supervisor_left_is_ended(tmp_path: Path, child) -> None:
    left: Process = child("import time; time.sleep(60)")
    left.start()
    pid = left.pid
    state = RunState(tmp_path)
    state.hold()
    assert started_at(pid) == ""
    assert not list((tmp_path / "pids").iterdir())
    state.release()


def test_a_reused_pid_is_left_alone(tmp_path: Path, child) -> None:
    other: Process = child("import time; time.sleep(60)")
    other.start()
    (tmp_path / "pids" / "child").write_text(f"{other.pid} 1")
    state = RunState(tmp_path)
    state.hold()
    assert other.running()
    state.release()


def test_a_folder_that_cannot_be_written_is_named_with_the_way_around_it() -> None:
    with pytest.raises(StackError, match=r"/proc/nowhere(.|\n)*IMI_RUN_DIR"):
        RunState(Path("/proc/nowhere"))
