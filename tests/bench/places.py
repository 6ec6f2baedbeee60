"""Fresh databases and vhosts to measure in, on the servers of the environment or on private ones."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import asyncpg
from aio_pika.abc import AbstractConnection

from imi_contracts.topology import DEAD_QUEUE, QUEUES
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_topology
from imi_kit.sql import Database
from imi_kit.sql.tables import create_messaging_tables
from imi_local.fresh import Servers
from imi_local.testing import VARIABLES, private_servers

QUEUE = "gateway.events"
TABLES = """
create table thing (id uuid primary key, name text not null, changed_at timestamptz not null default now());
create table audit (position bigserial primary key, thing_id uuid not null, step text not null,
    actor text not null, at timestamptz not null default now());
"""


@contextmanager
def servers() -> Iterator[Servers]:
    """The servers that IMI_*_URL name, else private ones for the length of the run."""
    if all(os.environ.get(name) for name in VARIABLES):
        yield Servers.of(dict(os.environ))
        return
    with private_servers() as environment:
        yield Servers.of(environment)


class _Statements(list[str]):
    def execute(self, sqltext: str) -> None:
        self.append(sqltext)


@asynccontextmanager
async def fresh_database(on: Servers, pool_size: int) -> AsyncIterator[Database]:
    """A database with the messaging tables, a table to change and an audit."""
    with on.fresh_database() as url:
        database, statements = Database(url, pool_size=pool_size), _Statements()
        create_messaging_tables(statements)
        connection = await asyncpg.connect(database.asyncpg_dsn)
        await connection.execute(";".join(statements) + ";" + TABLES)
        await connection.close()
        try:
            yield database
        finally:
            await database.close()


@dataclass(frozen=True)
class Vhost:
    url: str
    connection: AbstractConnection


@asynccontextmanager
async def fresh_vhost(on: Servers) -> AsyncIterator[Vhost]:
    """A vhost with the exchanges, one quorum queue of events and the dead letters, declared as in production."""
    with on.fresh_vhost() as url:
        async with connected(url, "bench") as connection:
            await declare_topology(connection, [q for q in QUEUES if q.name in {QUEUE, DEAD_QUEUE}])
            yield Vhost(url, connection)
