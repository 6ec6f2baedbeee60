"""Where RabbitMQ's programs come from: the installed one, else Debian's packages unpacked without root."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from imi_local import apt
from imi_local.errors import PackageSourceError

OLDEST = (3, 10)
INSTALLED_ROOTS = (Path("/"),)
ERLANG_PARTS = (
    "asn1 base crypto eldap ftp inets mnesia os-mon parsetools public-key runtime-tools snmp ssl syntax-tools"
    " tftp tools xmerl"
)
PACKAGES = ["rabbitmq-server", "socat", "libsctp1", *(f"erlang-{part}" for part in ERLANG_PARTS.split())]
OTHERWISE = (
    "Otherwise install rabbitmq-server by your system's own means, or name a running broker in IMI_RABBITMQ_URL "
    "and IMI_RABBITMQ_MANAGEMENT_URL."
)


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
    if not apt.available():
        raise PackageSourceError(f"There is no apt-get to fetch RabbitMQ 3.10 or newer with. {OTHERWISE}")
    try:
        apt.unpack(PACKAGES, target)
    except PackageSourceError as error:
        raise PackageSourceError(f"{error}\n{OTHERWISE}") from error
    _let_erlang_move(target)
    found = find(target)
    if not found:
        raise PackageSourceError(
            f"The archive's RabbitMQ is older than 3.10, or {target} is incomplete. {OTHERWISE}"
        )
    return found


def _let_erlang_move(root: Path) -> None:
    """Debian's `erl` ignores ERL_ROOTDIR: both branches set the installed folder."""
    for script in ("erl", "start"):
        path = root / "usr/lib/erlang/bin" / script
        text = path.read_text()
        path.write_text(re.sub(r"^(\s*)ROOTDIR=.*$", r"\1ROOTDIR=${IMI_ERL_ROOT}", text, flags=re.MULTILINE))
