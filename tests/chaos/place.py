"""The stack under the drill: where its services, stores and processes are."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from imi_contracts.topology import member_state_user
from imi_kit.identity import TokenSigner
from imi_local.provision.accounts import broker_url, document_url, sql_url
from imi_local.provision.environment import identity_key
from imi_local.running import RunningStack, started_stack
from imi_local.servers.ports import HOST
from imi_local.servers.process import started_at
from imi_local.servers.state import RunState
from imi_local.supervisor.wiring import ROLES

# A mail in the hands of a killed process is tried again after this time; three minutes in production.
MAIL_LEASE_SECONDS = "15"
SERVER_PORTS = {
    "rabbitmq": "rabbitmq.amqp",
    "postgres": "postgres",
    "mongodb": "mongodb",
    "objects": "objects.s3",
}
SETTINGS = {"IMI_ROLES": "apart", "IMI_MAIL_LEASE_SECONDS": MAIL_LEASE_SECONDS}


@contextmanager
def own_place() -> Iterator["Place"]:
    """A system of our own without training data, every role a process; nothing of it remains afterwards."""
    with started_stack(training=False, settings=SETTINGS) as stack:
        yield Place(stack)


@dataclass(frozen=True)
class Place:
    """Only processes of this run folder are ever touched."""

    stack: RunningStack

    @cached_property
    def state(self) -> RunState:
        return RunState(self.stack.run_dir)

    @cached_property
    def signer(self) -> TokenSigner:
        return TokenSigner(identity_key(self.state, private=True))

    @property
    def mails(self) -> Path:
        return self.stack.run_dir / "mail"

    @property
    def logs(self) -> Path:
        return self.stack.run_dir / "logs"

    def port(self, name: str) -> int:
        return self.state.last_port(name) or 0

    def service(self, name: str) -> str:
        """Where the routes of this service are served."""
        return f"http://{HOST}:{self.port(f'service.{name}')}"

    @cached_property
    def health(self) -> dict[str, str]:
        """Every process of our services (`service-role`) with the address at which it says whether it is ready."""
        names = [f"{service}-{role}" for service, roles in ROLES.items() for role in roles]
        return {name: self._address(*name.split("-")) for name in names}

    def _address(self, service: str, role: str) -> str:
        if role != "http":
            return self.service(f"{service}.{role}")
        return self.stack.url if service == "gateway" else self.service(service)

    async def down(self) -> set[str]:
        """Processes and servers that take no connection now."""
        ports = {name: urlsplit(address).port or 0 for name, address in self.health.items()}
        ports |= {server: self.port(name) for server, name in SERVER_PORTS.items()}
        answers = await asyncio.gather(*(_listens(port) for port in ports.values()))
        return {name for name, listens in zip(ports, answers, strict=True) if not listens}

    def database(self, service: str) -> str:
        """The service's own database, for asyncpg."""
        admin = f"postgresql://admin@{HOST}:{self.port('postgres')}/"
        return sql_url(self.state, admin, service).replace("postgresql+asyncpg", "postgresql")

    def documents(self, service: str) -> str:
        admin = f"mongodb://admin@{HOST}:{self.port('mongodb')}/?replicaSet=secantus&authSource=admin"
        return document_url(self.state, admin, service)

    def broker(self, user: str) -> str:
        return broker_url(self.state, f"amqp://admin@{HOST}:{self.port('rabbitmq.amqp')}/", user)

    def broker_of_state(self, country: str) -> str:
        return self.broker(member_state_user(country))

    @property
    def management(self) -> str:
        """The broker's own administrator."""
        return f"http://admin:{self.state.secret('rabbitmq')}@{HOST}:{self.port('rabbitmq.management')}"

    def kill(self, name: str) -> bool:
        """SIGKILL to the process group that the supervisor noted under this name; False when it is down anyway."""
        try:
            pid, start = (self.stack.run_dir / "pids" / name).read_text().split()
        except (OSError, ValueError):
            return False
        if started_at(int(pid)) != start:
            return False
        os.killpg(int(pid), signal.SIGKILL)
        return True


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(HOST, port), 1)
    except OSError:
        return False
    writer.close()
    return True
