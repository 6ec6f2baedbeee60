"""Wires the directory: database, vocabularies, routes, relay."""

from pathlib import Path

from imi_contracts.areas.collection import package_folders
from imi_contracts.vocabularies import load_vocabularies
from imi_directory.adapters.directory import Directory
from imi_directory.application.ports import Catalogue
from imi_directory.entrypoints.http import router
from imi_directory.entrypoints.reindexer import Reindexer
from imi_directory.settings import DirectorySettings
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.http import create_app
from imi_kit.service import Service, Worker
from imi_kit.sql import Database, migrations
from imi_kit.sql.housekeeping import Housekeeping
from imi_kit.sql.outbox import SqlOutbox

MIGRATIONS = Path(__file__).parent / "migrations"


def load_catalogue(contracts: Path, areas: Path | None = None) -> Catalogue:
    """Vocabularies, and as policy areas the folders of those that are published at the moment of asking."""
    root = areas or contracts / "areas"

    def published() -> frozenset[str]:
        return frozenset(folder.name for folder in package_folders(root))

    return Catalogue(load_vocabularies(contracts / "vocabularies"), published)


def build(settings: DirectorySettings | None = None) -> Service:
    settings = settings or DirectorySettings()
    database = Database(settings.database_url.get_secret_value(), pool_size=settings.database_pool_size)
    relay = Relay(SqlOutbox(database.asyncpg_dsn), settings.amqp_url.get_secret_value(), "directory")
    app = create_app(
        "OpenIMI directory",
        identity_public_key=settings.identity_public_key,
        checks={"database": database.ping},
    )
    catalogue = load_catalogue(settings.contracts_dir, settings.areas_dir)
    directory = app.state.directory = Directory(database, catalogue, SystemClock())
    app.include_router(router)
    workers: dict[str, list[Worker]] = {
        "relay": [relay.run, Housekeeping(database).run, Reindexer(directory).run],
    }
    return Service("directory", settings, app, workers, database.close)


def migrate() -> None:
    settings = DirectorySettings()
    migrations.migrate(settings.database_url.get_secret_value(), MIGRATIONS)
