"""Private MongoDB-compatible server: secantusdb in a process of its own (GPL-2.0, so never imported)."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymongo
from pymongo.errors import OperationFailure

from imi_local.errors import StackError
from imi_local.servers import readiness
from imi_local.servers.ports import HOST
from imi_local.servers.server import PrivateServer
from imi_local.servers.state import RunState

ADMIN = "admin"
START_SECONDS = 60


class MongoDb(PrivateServer):
    name = "mongodb"

    def __init__(self, state: RunState) -> None:
        super().__init__(state)
        self._password = state.secret("mongodb")
        self._data = state.folder / "mongodb"

    def start(self) -> None:
        if not (self._data / "admin-made").exists():
            self._make_admin()
        self._run(["--auth"], lambda: readiness.mongodb(self.environment()["IMI_MONGODB_URL"]))

    def environment(self) -> dict[str, str]:
        address = f"mongodb://{ADMIN}:{self._password}@{HOST}:{self._port()}"
        return {"IMI_MONGODB_URL": f"{address}/?replicaSet=secantus&authSource=admin"}

    def _make_admin(self) -> None:
        """The first user can only be made while nobody has to log in; only the loopback address listens."""
        self._data.mkdir(parents=True, exist_ok=True)
        open_url = f"mongodb://{HOST}:{self._port()}/?replicaSet=secantus"
        self._run([], lambda: readiness.mongodb(open_url))
        with pymongo.MongoClient[dict[str, Any]](open_url, **readiness.MONGO_TIMEOUTS) as client:
            try:
                client.admin.command("createUser", ADMIN, pwd=self._password, roles=["root"])
            except OperationFailure as error:
                if "already exists" not in str(error):
                    raise StackError(f"MongoDB's administrator could not be made: {error}") from error
        self.stop()
        (self._data / "admin-made").touch()

    def _run(self, extra: list[str], ready: Callable[[], bool]) -> None:
        server = Path(sys.prefix) / "bin" / "secantusd-py"
        if not server.exists():
            raise StackError("The package secantusdb is missing; run `make run` again to install it.")
        self._launch(
            [
                *[str(server), "--host", HOST, "--port", str(self._port())],
                *["--storage-path", str(self._data / "data"), "--sync-on-commit"],
                *["--cache-size", "256M", "--log-level", "WARNING", *extra],
            ],
            ready,
            START_SECONDS,
            cwd=self._data,
        )
