"""One database and one role per service; no role sees another's database."""

import asyncio

import asyncpg

from imi_local.provision.accounts import SQL_SERVICES, database_name, sql_password
from imi_local.servers.state import RunState

TIMEOUT_SECONDS = 60


def provision(state: RunState, admin_url: str) -> None:
    passwords = {database_name(service): sql_password(state, service) for service in SQL_SERVICES}
    asyncio.run(_provision(admin_url, passwords))


async def _provision(admin_url: str, passwords: dict[str, str]) -> None:
    connection = await asyncpg.connect(admin_url, timeout=TIMEOUT_SECONDS, command_timeout=TIMEOUT_SECONDS)
    try:
        for name, password in passwords.items():
            await _role(connection, name, password)
            await _database(connection, name)
    finally:
        await connection.close(timeout=TIMEOUT_SECONDS)


async def _role(connection: "asyncpg.Connection[asyncpg.Record]", name: str, password: str) -> None:
    """Names and passwords are ours (letters, digits, underscore), so they may stand in the statement."""
    known = await connection.fetchval("select 1 from pg_roles where rolname = $1", name)
    verb = "alter" if known else "create"
    await connection.execute(
        f"{verb} role {name} login nosuperuser nocreatedb nocreaterole password '{password}'"
    )
    # an administrator who is no superuser must belong to the role to give it a database
    await connection.execute(f"grant {name} to current_user")


async def _database(connection: "asyncpg.Connection[asyncpg.Record]", name: str) -> None:
    if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
        await connection.execute(f"create database {name} owner {name} template template0 encoding 'UTF8'")
    await connection.execute(f"revoke all on database {name} from public")
