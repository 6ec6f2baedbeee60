"""Wires notifications: documents, texts, queue of events, mail."""

import asyncio
from datetime import timedelta

from imi_kit.bus.consumer import Consumer
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.bus.relay import Relay
from imi_kit.clock import SystemClock
from imi_kit.http import create_app, watched
from imi_kit.mongo import Documents, MongoOutbox
from imi_kit.service import Service, Worker
from imi_notifications.adapters.inbox import Inbox
from imi_notifications.adapters.letters import Letters
from imi_notifications.adapters.outgoing import MongoOutgoing
from imi_notifications.adapters.smtp import SmtpPostman
from imi_notifications.adapters.texts import NoticeTexts, load_notice_texts
from imi_notifications.adapters.work import INDEXES, MongoNotificationsWork
from imi_notifications.application.send_mails import SendMails
from imi_notifications.entrypoints.consumer import HANDLERS, QUEUE
from imi_notifications.entrypoints.http import Desk, router
from imi_notifications.entrypoints.scheduler import MailScheduler
from imi_notifications.settings import NotificationsSettings

NAME = "notifications"


def connect(settings: NotificationsSettings) -> Documents:
    return Documents(settings.mongo_url.get_secret_value(), settings.mongo_database)


def build(settings: NotificationsSettings | None = None) -> Service:
    settings = settings or NotificationsSettings()
    documents, clock = connect(settings), SystemClock()
    outbox, amqp_url = MongoOutbox(documents), settings.amqp_url.get_secret_value()
    lease = timedelta(seconds=settings.mail_lease_seconds)
    texts, outgoing = NoticeTexts(load_notice_texts()), MongoOutgoing(documents, clock, lease)

    def work() -> MongoNotificationsWork:
        return MongoNotificationsWork(documents, source=NAME, clock=clock, outbox=outbox)

    consumer = Consumer(amqp_url, QUEUE, Dispatcher(work, HANDLERS))
    consume, consuming = watched(consumer.run, lambda: consumer.consuming)
    letters = Letters(texts, settings.mail_from, settings.public_url)
    postman = SmtpPostman(
        settings.smtp_url.get_secret_value(), greeting=letters.domain, verify=settings.smtp_verify
    )
    app = create_app(
        "OpenIMI notifications",
        identity_public_key=settings.identity_public_key,
        checks={"documents": documents.ping, "consumer": consuming},
    )
    app.state.desk = Desk(Inbox(documents), outgoing, texts)
    app.include_router(router)

    async def close() -> None:
        documents.close()

    workers: dict[str, list[Worker]] = {
        "consumer": [consume],
        "relay": [Relay(outbox, amqp_url, NAME).run],
        "scheduler": [MailScheduler(SendMails(outgoing, postman, letters, clock)).run],
    }
    return Service(NAME, settings, app, workers, close)


def migrate() -> None:
    """Creates collections and indexes."""
    asyncio.run(_migrate())


async def _migrate() -> None:
    documents = connect(NotificationsSettings())
    await documents.create_indexes(INDEXES)
    documents.close()
