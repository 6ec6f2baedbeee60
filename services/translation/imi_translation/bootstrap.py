"""Wires the translation service: documents, memory, engine, queue of wishes, watcher of areas."""

import asyncio

from imi_contracts.areas import AreaFolder
from imi_contracts.commands import TranslateText
from imi_kit.bus.consumer import Consumer
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.http import create_app, watched
from imi_kit.mongo import Documents, Indexes, MongoOutbox
from imi_kit.service import Service, Worker
from imi_translation.adapters import catalogues, memory
from imi_translation.adapters.ctranslate import CTranslateEngine
from imi_translation.application.translate import Translator
from imi_translation.entrypoints.catalogue_watcher import CatalogueWatcher
from imi_translation.entrypoints.consumer import AnswerWishes
from imi_translation.entrypoints.http import Desk, router
from imi_translation.settings import TranslationSettings

NAME = "translation"
INDEXES: Indexes = {**memory.INDEXES, **catalogues.INDEXES}
# Few at a time: a batch is answered when its slowest text is translated.
WISHES_AT_ONCE = 8


def connect(settings: TranslationSettings) -> Documents:
    return Documents(settings.mongo_url.get_secret_value(), settings.mongo_database)


def build(settings: TranslationSettings | None = None) -> Service:
    settings = settings or TranslationSettings()
    documents, clock = connect(settings), SystemClock()
    outbox, amqp_url = MongoOutbox(documents), settings.amqp_url.get_secret_value()
    engine = CTranslateEngine(
        settings.models_dir,
        threads=settings.engine_threads,
        loaded_models=settings.engine_loaded_models,
        seconds=settings.engine_seconds,
    )
    entries = memory.MongoMemory(documents)

    def unit_of_work() -> catalogues.MongoCatalogueUnitOfWork:
        return catalogues.MongoCatalogueUnitOfWork(documents, source=NAME, clock=clock, outbox=outbox)

    answer = AnswerWishes(unit_of_work, Translator(entries, engine), clock)
    consumer = Consumer(amqp_url, TranslateText.queue, answer, batch=WISHES_AT_ONCE)
    consume, consuming = watched(consumer.run, lambda: consumer.consuming)
    watcher = CatalogueWatcher(AreaFolder(settings.contracts_dir, areas=settings.areas_dir), unit_of_work)
    app = create_app(
        "OpenIMI translation",
        identity_public_key=settings.identity_public_key,
        checks={"documents": documents.ping, "consumer": consuming},
    )
    app.state.desk = Desk(catalogues.MongoCatalogues(documents), entries, engine, clock)
    app.include_router(router)

    async def close() -> None:
        engine.close()
        documents.close()

    workers: dict[str, list[Worker]] = {
        "consumer": [consume],
        "relay": [Relay(outbox, amqp_url, NAME).run],
        "scheduler": [watcher.run],
    }
    return Service(NAME, settings, app, workers, close)


def migrate() -> None:
    """Creates collections and indexes."""
    asyncio.run(_migrate())


async def _migrate() -> None:
    documents = connect(TranslationSettings())
    await documents.create_indexes(INDEXES)
    documents.close()
