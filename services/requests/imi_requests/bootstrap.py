"""The only place where the service is wired."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from imi_contracts.areas import AreaFolder
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.objects import Objects
from imi_kit.reload import Reloader
from imi_kit.service import EVERY, Service, Worker
from imi_kit.sql import Database
from imi_kit.sql.housekeeping import Housekeeping
from imi_kit.sql.migrations import migrate as migrate_database
from imi_kit.sql.outbox import SqlOutbox
from imi_requests.adapters.areas import PublishedAreas
from imi_requests.adapters.vault import S3Vault
from imi_requests.adapters.work import SqlWork
from imi_requests.application.door import Door
from imi_requests.application.files import Files
from imi_requests.entrypoints.app import build_app
from imi_requests.entrypoints.consumer import build_consumers, checks_of
from imi_requests.entrypoints.scheduler import Sweeper
from imi_requests.settings import RequestsSettings

NAME = "requests"
MIGRATIONS = Path(__file__).parent / "adapters" / "migrations"


def works_on(database: Database) -> Callable[[], SqlWork]:
    """A factory of units of work."""
    return lambda: SqlWork(database, source=NAME, clock=SystemClock())


def build() -> Service:
    """Everything of the process, from the environment."""
    return wire(RequestsSettings())  # its values come from the environment


def wire(settings: RequestsSettings) -> Service:
    database = Database(settings.database_url.get_secret_value(), pool_size=settings.database_pool_size)
    objects = Objects(settings.s3_url.get_secret_value())
    amqp_url = settings.amqp_url.get_secret_value()
    works = works_on(database)
    files = Files(works, S3Vault(objects, settings.kek_bytes))
    # This service judges codes and shows nobody a text, so it reads no translations.
    folder = AreaFolder(settings.contracts_dir, areas=settings.areas_dir, languages=())
    door = Door(works, PublishedAreas(folder))
    outbox = SqlOutbox(database.asyncpg_dsn)
    relay = Relay(outbox, amqp_url, NAME)
    consumers = build_consumers(amqp_url, works)
    app = build_app(
        door,
        files,
        identity_public_key=settings.identity_public_key,
        checks={"database": database.ping, "objects": objects.ping} | checks_of(consumers),
    )

    async def close() -> None:
        await asyncio.gather(database.close(), outbox.close())

    workers: dict[str, list[Worker]] = {
        "consumer": [consumer.run for consumer in consumers],
        "relay": [relay.run],
        "scheduler": [Sweeper(files, settings.sweep_seconds).run, Housekeeping(database).run],
        EVERY: [Reloader(folder).run],
    }
    return Service(NAME, settings, app, workers, close)


def migrate() -> None:
    """Bring the database of the environment up to date."""
    settings = RequestsSettings()
    migrate_database(settings.database_url.get_secret_value(), MIGRATIONS)
