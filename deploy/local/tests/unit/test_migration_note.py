"""A second start skips what the first one did, unless code or data have changed."""

import shutil
from pathlib import Path

import pytest

from imi_local.supervisor import migrated
from imi_local.supervisor.migrated import MigrationNote


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    code = tmp_path / "src/services/requests/imi_requests"
    code.mkdir(parents=True)
    (code / "tables.py").write_text("one = 1")
    (tmp_path / "run/postgres").mkdir(parents=True)
    monkeypatch.setattr(migrated, "REPOSITORY", tmp_path / "src")
    return tmp_path


def note(repository: Path, *, own_store: bool = True) -> MigrationNote:
    return MigrationNote("requests", repository / "run", own_store=own_store)


def test_the_first_start_has_no_note_and_the_second_one_has(repository: Path) -> None:
    assert not note(repository).is_current()
    note(repository).write()
    assert note(repository).is_current()


def test_changed_code_is_run_again(repository: Path) -> None:
    note(repository).write()
    (repository / "src/services/requests/imi_requests/tables.py").write_text("two = 2")
    assert not note(repository).is_current()


def test_deleted_data_take_the_note_with_them(repository: Path) -> None:
    note(repository).write()
    shutil.rmtree(repository / "run/postgres")
    assert not note(repository).is_current()


def test_a_given_server_is_always_asked(repository: Path) -> None:
    note(repository, own_store=False).write()
    assert not note(repository, own_store=False).is_current()
