"""Where RabbitMQ's programs come from: the installed one, else Debian's packages unpacked without root."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from imi_local.errors import PackageSourceError

OLDEST = (3, 10)
INSTALLED_ROOTS = (Path("/"),)
ERLANG_PARTS = (
    "asn1 base crypto eldap ftp inets mnesia os-mon parsetools public-key runtime-tools snmp ssl syntax-tools"
    " tftp tools xmerl"
)
PACKAGES = ["rabbitmq-server", "socat", "libsctp1", *(f"erlang-{part}" for part in ERLANG_PARTS.split())]
APT_TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Installation:
    """`root` is '/' for an installed broker; `home` is the folder that holds RabbitMQ's `sbin`."""

    root: Path
    home: Path

    @property
    def erlang(self) -> Path:
        return self.root / "usr/lib/erlang"


def find_or_fetch(say: Callable[[str], None]) -> Installation:
    for root in (*INSTALLED_ROOTS, cache_folder()):
        found = find(root)
        if found:
            return found
    say("RabbitMQ is not installed: fetching Debian's packages (35 MB), without root")
    return fetch(cache_folder())


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "openimi" / "rabbitmq"


def find(root: Path) -> Installation | None:
    """The newest usable broker below `root`."""
    homes = [
        home for home in (root / "usr/lib/rabbitmq/lib").glob("rabbitmq_server-*") if version(home) >= OLDEST
    ]
    if not homes or not (root / "usr/lib/erlang/bin/erl").exists():
        return None
    return Installation(root, max(homes, key=version))


def version(home: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", home.name))


def fetch(target: Path) -> Installation:
    """Download and unpack beside the target, then move it there in one step: nothing half done is left."""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise PackageSourceError(
            "RabbitMQ 3.10 or newer is not installed, and there is no apt-get to fetch it with. "
            "Install rabbitmq-server by your system's own means, or name a running one in IMI_RABBITMQ_URL "
            "and IMI_RABBITMQ_MANAGEMENT_URL."
        )
    work = target.with_name(f"{target.name}.new-{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    (work / "debs").mkdir(parents=True)
    try:
        _download(work)
        for package in sorted((work / "debs").glob("*.deb")):
            subprocess.run(["dpkg", "-x", package, work], check=True, timeout=120)
        shutil.rmtree(work / "debs")
        shutil.rmtree(work / "apt", ignore_errors=True)
        _let_erlang_move(work)
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    found = find(target)
    if not found:
        raise PackageSourceError(
            f"The archive's RabbitMQ is older than 3.10 or was unpacked incompletely ({target})."
        )
    return found


def _download(work: Path) -> None:
    """With the system's package lists if they are fresh enough, else with private lists (never as root)."""
    first = _apt(["download", *PACKAGES], work, [])
    if first.returncode == 0:
        return
    private = _private_lists(work)
    update = _apt(["update"], work, private)
    second = _apt(["download", *PACKAGES], work, private)
    if second.returncode:
        raise PackageSourceError(
            "RabbitMQ's packages could not be fetched from the package archive. Check that the archive in "
            "/etc/apt/sources.list can be reached (a proxy may be needed in /etc/apt/apt.conf), or install "
            "rabbitmq-server yourself, or name a running one in IMI_RABBITMQ_URL and "
            "IMI_RABBITMQ_MANAGEMENT_URL.\n"
            f"apt-get said: {(update.stderr + second.stderr)[-1500:]}"
        )


def _private_lists(work: Path) -> list[str]:
    lists, cache = work / "apt/lists", work / "apt/cache"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    (cache / "archives/partial").mkdir(parents=True, exist_ok=True)
    return ["-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={cache}"]


def _apt(arguments: list[str], work: Path, options: list[str]) -> subprocess.CompletedProcess[str]:
    sandbox = ["-o", "APT::Sandbox::User=root"] if os.geteuid() == 0 else []
    timeouts = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=2"]
    try:
        return subprocess.run(
            ["apt-get", "-q", *sandbox, *timeouts, *options, *arguments],
            cwd=work / "debs", env={**os.environ, "LC_ALL": "C"},
            capture_output=True, text=True, check=False, timeout=APT_TIMEOUT_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(arguments, 1, "", f"no answer within {APT_TIMEOUT_SECONDS} s")


def _let_erlang_move(root: Path) -> None:
    """Debian's `erl` ignores ERL_ROOTDIR: both branches set the installed folder."""
    for script in ("erl", "start"):
        path = root / "usr/lib/erlang/bin" / script
        text = path.read_text()
        path.write_text(re.sub(r"^(\s*)ROOTDIR=.*$", r"\1ROOTDIR=${IMI_ERL_ROOT}", text, flags=re.MULTILINE))
