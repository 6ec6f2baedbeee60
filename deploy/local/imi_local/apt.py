"""Debian packages without root: downloaded from the configured archive and unpacked into a folder.

Standard library only: it is needed before our own packages are installed.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from imi_local.errors import PackageSourceError

TIMEOUT_SECONDS = 300


def available() -> bool:
    return bool(shutil.which("apt-get") and shutil.which("dpkg"))


def unpack(packages: Iterable[str], target: Path) -> None:
    """Download and unpack beside the target, then move it there in one step: nothing half done is left."""
    work = target.with_name(f"{target.name}.new-{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    (work / "debs").mkdir(parents=True)
    try:
        _download(list(packages), work)
        for package in sorted((work / "debs").glob("*.deb")):
            subprocess.run(["dpkg", "-x", package, work], check=True, timeout=120)
        shutil.rmtree(work / "debs")
        shutil.rmtree(work / "apt", ignore_errors=True)
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _download(packages: list[str], work: Path) -> None:
    """With the system's package lists if they are fresh enough, else with private lists; never as root."""
    if _apt(["download", *packages], work, []).returncode == 0:
        return
    private = _private_lists(work)
    update = _apt(["update"], work, private)
    second = _apt(["download", *packages], work, private)
    if second.returncode:
        raise PackageSourceError(
            f"The package archive did not deliver {packages[0]} ({len(packages)} packages in all). Check that "
            "the archive named in /etc/apt/sources.list can be reached (a proxy is set in /etc/apt/apt.conf), "
            f"or install {packages[0]} yourself.\n"
            f"apt-get said: {(update.stderr + second.stderr)[-1500:].strip()}"
        )


def _private_lists(work: Path) -> list[str]:
    lists, cache = work / "apt/lists", work / "apt/cache"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    (cache / "archives/partial").mkdir(parents=True, exist_ok=True)
    return ["-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={cache}"]


def _apt(arguments: list[str], work: Path, options: list[str]) -> "subprocess.CompletedProcess[str]":
    sandbox = ["-o", "APT::Sandbox::User=root"] if os.geteuid() == 0 else []
    timeouts = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=2"]
    try:
        return subprocess.run(
            ["apt-get", "-q", *sandbox, *timeouts, *options, *arguments],
            cwd=work / "debs",
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(arguments, 1, "", f"no answer within {TIMEOUT_SECONDS} s")
