"""The four servers together: started side by side, stopped broker first, each replaceable by a URL."""

import os
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from imi_local.errors import StackError
from imi_local.servers.mongodb import MongoDb
from imi_local.servers.objects import ObjectStore
from imi_local.servers.postgres import Postgres
from imi_local.servers.rabbitmq import RabbitMq
from imi_local.servers.server import PrivateServer
from imi_local.servers.state import RunState, write_private

# server -> the variables that replace it; all of them must be given
REPLACED_BY = {
    "rabbitmq": ("IMI_RABBITMQ_URL", "IMI_RABBITMQ_MANAGEMENT_URL"),
    "postgres": ("IMI_POSTGRES_URL",),
    "mongodb": ("IMI_MONGODB_URL",),
    "objects": ("IMI_S3_URL",),
}


class ServerSet:
    """Starts what the environment does not name, and knows the addresses of all."""

    def __init__(
        self, state: RunState, given: Mapping[str, str] = os.environ, say: Callable[[str], None] = print
    ) -> None:
        self._given, self._say = given, say
        makers: dict[str, Callable[[], PrivateServer]] = {
            "rabbitmq": lambda: RabbitMq(state, say),
            "postgres": lambda: Postgres(state),
            "mongodb": lambda: MongoDb(state),
            "objects": lambda: ObjectStore(state),
        }
        self.servers = [make() for name, make in makers.items() if not replaced(name, given)]

    def start(self, names: Collection[str] = tuple(REPLACED_BY)) -> None:
        """All of `names` that are ours, side by side; the first failure is raised when all have ended."""
        wanted = [server for server in self.servers if server.name in names]
        with ThreadPoolExecutor(len(wanted) or 1) as pool:
            begun = time.monotonic()
            jobs = [pool.submit(self._start_one, server, begun) for server in wanted]
        for job in jobs:
            job.result()

    def _start_one(self, server: PrivateServer, begun: float) -> None:
        server.start()
        self._say(f"{server.name} is ready ({time.monotonic() - begun:.1f} s)")

    def stop(self) -> None:
        """The broker before the stores: what it still delivers could not be handled without them."""
        for group in ([s for s in self.servers if s.name == "rabbitmq"], self.servers):
            with ThreadPoolExecutor(len(group) or 1) as pool:
                list(pool.map(lambda server: server.stop(), group))

    def environment(self) -> dict[str, str]:
        """Administrators' addresses of all four, own or given."""
        named = {
            name: self._given[name]
            for names in REPLACED_BY.values()
            for name in names
            if self._given.get(name)
        }
        for server in self.servers:
            named.update(server.environment())
        return named

    def write_environment(self, path: Path) -> None:
        lines = [f"export {name}='{value}'\n" for name, value in sorted(self.environment().items())]
        write_private(path, "".join(lines))


def replaced(server: str, given: Mapping[str, str]) -> bool:
    names = REPLACED_BY[server]
    present = [name for name in names if given.get(name)]
    if present and len(present) < len(names):
        missing = ", ".join(sorted(set(names) - set(present)))
        raise StackError(f"{present[0]} is set, so {missing} must be set too (or neither).")
    return bool(present)
