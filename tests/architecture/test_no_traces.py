"""The repository names no package registry and no machine: it must build wherever its reader is."""

import configparser
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).parents[2]
BINARY = {".png", ".jpg", ".ico", ".woff", ".woff2", ".pdf", ".mo", ".gz", ".bin"}
# Addresses that a lock file must not pin: whoever installs decides where from.
# Written in pieces, here and below, so that this file does not find itself.
PUBLIC = {"pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org"}
REGISTRIES = re.compile("|".join(["--(?:extra-)?index-url", "--find-links", *map(re.escape, sorted(PUBLIC))]))
MACHINE_PATHS = re.compile(
    "|".join(["/" + "work/", "/" + r"root/(?!\.)", "/" + r"home/(?!imi\b)[a-z]+/", "bash" + "_jobs"])
)
LOCKS = re.compile(r"(?:requirements.*\.lock|package-lock\.json|uv\.lock|pyproject\.toml|Dockerfile.*)$")


def texts(paths: list[Path]) -> list[tuple[str, str]]:
    readable = [path for path in paths if path.suffix not in BINARY]
    return [
        (str(path.relative_to(REPOSITORY)), path.read_text(encoding="utf-8", errors="replace"))
        for path in readable
    ]


def configured_hosts() -> set[str]:
    """Where packages usually come from, and where this machine's installers are told to fetch them."""
    places = [Path("/etc/pip.conf"), Path.home() / ".pip/pip.conf", Path.home() / ".config/pip/pip.conf"]
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read(places)
    urls = [value for section in config.sections() for _, value in config.items(section) if "://" in value]
    urls += [
        os.environ[name]
        for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "NPM_CONFIG_REGISTRY")
        if name in os.environ
    ]
    hosts = {urlsplit(url.strip()).hostname or "" for url in urls}
    return (hosts | PUBLIC) - {"", "127.0.0.1", "localhost"}


def test_lock_files_leave_open_where_packages_come_from(tracked: list[Path]) -> None:
    locks = [path for path in tracked if LOCKS.search(path.name)]
    assert [name for name, text in texts(locks) if REGISTRIES.search(text)] == []


def test_no_file_names_a_registry_of_the_machine_it_was_written_on(tracked: list[Path]) -> None:
    hosts = configured_hosts()
    assert [name for name, text in texts(tracked) if any(host in text for host in hosts)] == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on(tracked: list[Path]) -> None:
    found = [
        f"{name}: {match.group()}" for name, text in texts(tracked) for match in MACHINE_PATHS.finditer(text)
    ]
    assert found == []
