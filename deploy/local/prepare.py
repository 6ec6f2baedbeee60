"""Sets up this checkout's virtual environment and front-end files, then runs Python in it with our arguments.

`python3 deploy/local/prepare.py [--tests] ARGUMENTS…`; needs nothing but Python 3.11 and its standard library.
What is there already is left alone, so a second start costs a fraction of a second and no network.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very interpreter may be too old
    sys.exit(
        f"OpenIMI needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.\n"
        "Install a newer one (Debian 12 has it as python3) and name it: make run PYTHON=/usr/bin/python3.11"
    )

import fcntl
import hashlib
import shutil
import subprocess
import time
from pathlib import Path

from imi_local import apt
from imi_local.disk import check_disk
from imi_local.errors import PackageSourceError, StackError

REPOSITORY = Path(__file__).resolve().parents[2]
VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin/python"
SOURCES = (
    "contracts/python",
    *(f"services/{name}" for name in ("kit", "directory", "requests", "translation", "notifications")),
    *(f"services/{name}" for name in ("statistics", "gateway")),
    "deploy/local",
)
INSTALL_MB = 2_500
INSTALL_SECONDS = 1_800
HEARTBEAT_SECONDS = 15


def main(arguments: list[str]) -> int:
    tests = arguments[:1] == ["--tests"]
    command = arguments[1:] if tests else arguments
    try:
        prepare(tests=tests)
    except StackError as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"\n{error}\nThis checkout belongs to somebody else; use one of your own.\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if command:
        os.chdir(REPOSITORY)
        os.execv(PYTHON, [str(PYTHON), *command])
    return 0


def prepare(*, tests: bool) -> None:
    """One at a time: two starts side by side share the virtual environment."""
    lock = os.open(REPOSITORY, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = "requirements-dev.lock" if tests else "requirements-local.lock"
        if not is_installed(name):
            check_disk(REPOSITORY, INSTALL_MB)
            make_venv()
            install(name)
        fetch_assets(tests=tests)
    finally:
        os.close(lock)


def is_installed(lock_name: str) -> bool:
    """The tests' packages include those of the local stack."""
    stamps = {stamp(name) for name in (lock_name, "requirements-dev.lock")}
    return works(PYTHON) and any(mark.exists() for mark in stamps)


def stamp(lock_name: str) -> Path:
    digest = hashlib.sha256((REPOSITORY / lock_name).read_bytes()).hexdigest()[:16]
    return VENV / f".{lock_name}.{digest}"


def make_venv() -> None:
    if works(PYTHON):
        return
    print("Making a virtual environment in .venv", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    # Debian keeps ensurepip in python3-venv; without it the environment is made without pip
    made = run([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        made = run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    if made.returncode:
        raise PackageSourceError(
            f"No virtual environment could be made:\n{made.stdout[-800:]}\n"
            "Install Python's venv module (Debian and Ubuntu: apt install python3-venv) and start again."
        )


def works(python: Path) -> bool:
    return python.exists() and run([str(python), "-c", "pass"]).returncode == 0


def pip() -> list[str]:
    """The environment's own pip, else the wheel that Debian ships for ensurepip (fetched without root)."""
    if run([str(PYTHON), "-m", "pip", "--version"]).returncode == 0:
        return [str(PYTHON), "-m", "pip"]
    folder = VENV / "pip-wheel"
    wheels = [
        *Path("/usr/share/python-wheels").glob("pip-*.whl"),
        *folder.glob("usr/share/python-wheels/pip-*.whl"),
    ]
    if not wheels:
        if not apt.available():
            raise PackageSourceError("Python has no pip. Install python3-venv (or pip) and start again.")
        print("Python has no pip: fetching Debian's wheel of it, without root", flush=True)
        apt.unpack(["python3-pip-whl"], folder)
        wheels = list(folder.glob("usr/share/python-wheels/pip-*.whl"))
    return [str(PYTHON), f"{wheels[0]}/pip"]


def install(lock_name: str) -> None:
    """Every package by its pinned checksum; the stamp is written last, so an interrupted set-up is repeated."""
    print(f"Installing the packages of {lock_name} (only this once, a minute or two)", flush=True)
    begun = time.monotonic()
    options = ["--require-hashes", "--no-deps", "--prefer-binary", "--progress-bar", "off", "--quiet"]
    log = VENV / "install.log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [*pip(), "install", *options, "--disable-pip-version-check", "-r", str(REPOSITORY / lock_name)],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        wait_aloud(child, begun)
    if child.returncode:
        raise PackageSourceError(
            f"The packages could not be installed. pip said:\n{log.read_text(errors='replace')[-1500:]}\n"
            "Check the network and the package index that pip is set up for (`pip config list`, PIP_INDEX_URL, "
            "HTTPS_PROXY), then start again."
        )
    folder = next((VENV / "lib").glob("python3*/site-packages"))
    (folder / "imi.pth").write_text("".join(f"{REPOSITORY / source}\n" for source in SOURCES))
    stamp(lock_name).touch()
    print(f"Packages installed ({time.monotonic() - begun:.0f} s)", flush=True)


def wait_aloud(child: "subprocess.Popen[bytes]", begun: float) -> None:
    while True:
        try:
            child.wait(HEARTBEAT_SECONDS)
        except subprocess.TimeoutExpired:
            seconds = time.monotonic() - begun
            print(f"  … still waiting for the packages ({seconds:.0f} s)", flush=True)
            if seconds > INSTALL_SECONDS:
                child.kill()
        else:
            return


def fetch_assets(*, tests: bool) -> None:
    """Does nothing when its own stamp is fresh."""
    script = REPOSITORY / "deploy/local/fetch_assets.py"
    asked = subprocess.run(
        [str(PYTHON), str(script), *(["--tests"] if tests else [])], stdin=subprocess.DEVNULL, check=False
    )
    if asked.returncode:
        raise PackageSourceError("The front-end files are missing; the reason stands above.")


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        timeout=300,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
