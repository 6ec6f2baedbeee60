"""Who may import whom; the rules stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_rooms_import_only_what_they_may() -> None:
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert linted.returncode == 0, linted.stdout[-4000:]


def test_no_package_shadows_the_library_of_its_name() -> None:
    assert not list(REPOSITORY.glob("services/*/__init__.py"))
