"""Wires the statistics: database, schemes, consumer, relay, routes."""

import asyncio
from pathlib import Path

from imi_kit.bus.consumer import Consumer
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.http import create_app, watched
from imi_kit.service import Service, Worker
from imi_kit.sql import Database, migrations
from imi_kit.sql.housekeeping import Housekeeping
from imi_kit.sql.outbox import SqlOutbox
from imi_statistics.adapters.facts import SqlWork
from imi_statistics.adapters.schemes import load_schemes
from imi_statistics.application import STEPS, take_note
from imi_statistics.entrypoints.http import Desk, router
from imi_statistics.settings import StatisticsSettings

NAME = "statistics"
QUEUE = "statistics.events"
MIGRATIONS = Path(__file__).parent / "migrations"


def build(settings: StatisticsSettings | None = None) -> Service:
    settings = settings or StatisticsSettings()
    database = Database(settings.database_url.get_secret_value(), pool_size=settings.database_pool_size)
    amqp_url, clock = settings.amqp_url.get_secret_value(), SystemClock()

    def work() -> SqlWork:
        return SqlWork(database, source=NAME, clock=clock)

    consumer = Consumer(amqp_url, QUEUE, Dispatcher(work, dict.fromkeys(STEPS, take_note)))
    consume, consuming = watched(consumer.run, lambda: consumer.consuming)
    app = create_app(
        "OpenIMI statistics",
        identity_public_key=settings.identity_public_key,
        checks={"database": database.ping, "consumer": consuming},
    )
    app.state.desk = Desk(work, load_schemes(settings.schemes_file).get, clock)
    app.include_router(router)
    outbox = SqlOutbox(database.asyncpg_dsn)

    async def close() -> None:
        await asyncio.gather(database.close(), outbox.close())

    workers: dict[str, list[Worker]] = {
        "consumer": [consume, Housekeeping(database).run],
        "relay": [Relay(outbox, amqp_url, NAME).run],
    }
    return Service(NAME, settings, app, workers, close)


def migrate() -> None:
    settings = StatisticsSettings()
    migrations.migrate(settings.database_url.get_secret_value(), MIGRATIONS)
