"""Pins the packages: three lock files with hashes, of one resolution, naming no package index."""

import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
OPTIONS = "--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url".split()  # noqa: SIM905
DEV = "requirements-dev.lock"
# the first is resolved, the others are parts of it
LOCKS = {
    DEV: ["--extra", "local", "--extra", "test"],
    "requirements-local.lock": ["--extra", "local", "-c", DEV],
    "requirements.lock": ["-c", DEV],
}


def main() -> int:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.prefix) / "bin"))
    if not uv:
        print("Locking needs uv: .venv/bin/python -m pip install uv", file=sys.stderr)
        return 1
    for name, extras in LOCKS.items():
        command = [uv, "pip", "compile", "-q", "pyproject.toml", *OPTIONS, *extras, "-o", name]
        subprocess.run(command, cwd=REPOSITORY, check=True, timeout=600)
        print(f"{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
