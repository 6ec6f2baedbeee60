"""Alembic without an ini file: `migrate(url, folder)` brings a database to the newest version of a service.

Alembic is imported where it is used: it costs a tenth of a service's start, and serving needs none of it.
"""

import asyncio
from logging.config import dictConfig
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 4_711_000_001


def migrate(url: str, scripts: Path) -> None:
    """Upgrade to head; several processes may start at once, one does the work."""
    from alembic import command

    command.upgrade(_config(url, scripts), "head")


def _config(url: str, scripts: Path) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["url"] = url
    return config


def run_env() -> None:
    """The whole body of a service's migrations/env.py."""
    from alembic import context

    dictConfig({"version": 1, "disable_existing_loggers": False})
    asyncio.run(_upgrade(context.config.attributes["url"]))


async def _upgrade(url: str) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


def _run(connection: Connection) -> None:
    from alembic import context

    connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
    context.configure(connection=connection, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()
