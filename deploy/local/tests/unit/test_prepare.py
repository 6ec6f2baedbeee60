"""Setting up a fresh checkout: done once, repeated when interrupted, and plain about what is missing."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from imi_local.errors import PackageSourceError

SCRIPT = Path(__file__).resolve().parents[2] / "prepare.py"
LOCK = "requirements-local.lock"


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, at work on a checkout of its own."""
    spec = importlib.util.spec_from_file_location("prepare", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    (tmp_path / ".venv/lib/python3.11/site-packages").mkdir(parents=True)
    for name in (LOCK, "requirements-dev.lock"):
        (tmp_path / name).write_text(f"# {name}")
    monkeypatch.setattr(module, "REPOSITORY", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    return module


def test_packages_are_installed_once(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "pip", lambda: ["true"])
    assert not prepare.is_installed(LOCK)
    prepare.install(LOCK)
    assert prepare.is_installed(LOCK)


def test_the_tests_packages_include_those_of_the_stack(prepare: ModuleType) -> None:
    prepare.stamp("requirements-dev.lock").touch()
    assert prepare.is_installed(LOCK)


def test_a_changed_lock_file_is_installed_again(prepare: ModuleType) -> None:
    prepare.stamp(LOCK).touch()
    (prepare.REPOSITORY / LOCK).write_text("# another version")
    assert not prepare.is_installed(LOCK)


def test_a_failed_installation_says_what_pip_said_and_is_repeated(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = "import sys; sys.exit('No matching distribution found for aio-pika')"
    monkeypatch.setattr(prepare, "pip", lambda: [sys.executable, "-c", failing])
    with pytest.raises(PackageSourceError, match=r"No matching distribution(.|\n)*PIP_INDEX_URL"):
        prepare.install(LOCK)
    assert not prepare.is_installed(LOCK)


def test_our_folders_become_importable(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "pip", lambda: ["true"])
    prepare.install(LOCK)
    paths = (prepare.VENV / "lib/python3.11/site-packages/imi.pth").read_text().split()
    assert str(prepare.REPOSITORY / "services/kit") in paths
    assert all(path.startswith(str(prepare.REPOSITORY)) for path in paths)


def test_a_python_too_old_is_told_which_one_is_needed() -> None:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['prepare.py']; "
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    asked = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, check=False, timeout=60
    )
    assert asked.returncode != 0
    assert "needs Python 3.11 or newer" in asked.stderr
    assert "make run PYTHON=" in asked.stderr
