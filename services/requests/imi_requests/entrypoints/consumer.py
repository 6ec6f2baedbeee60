"""What this service hears: authorities from the directory, gists from translation."""

import asyncio
from collections.abc import Callable, Sequence

from imi_contracts.commands.translation import TextTranslation
from imi_contracts.events.directory import AuthorityChanged, AuthorityRegistered
from imi_kit.bus.consumer import Consumer, Handle
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.http.health import Check
from imi_requests.application.incoming.authority_changed import on_authority
from imi_requests.application.incoming.text_translated import on_text_translation
from imi_requests.application.ports import Work

EVENTS_QUEUE, REPLIES_QUEUE = "requests.events", "requests.replies"


class Listener:
    """A consumer that knows whether it should be on its queue, so that readiness can tell when it is not."""

    def __init__(self, amqp_url: str, queue: str, handle: Handle) -> None:
        self.queue = queue
        self._consumer = Consumer(amqp_url, queue, handle)
        self._wanted = False

    async def run(self, stop: asyncio.Event) -> None:
        self._wanted = True
        await self._consumer.run(stop)

    async def check(self) -> None:
        if self._wanted and not self._consumer.consuming:
            raise ConnectionError(self.queue)


def build_consumers(amqp_url: str, works: Callable[[], Work]) -> list[Listener]:
    events = Dispatcher(works, {AuthorityRegistered: on_authority, AuthorityChanged: on_authority})
    replies = Dispatcher(works, {TextTranslation: on_text_translation})
    return [Listener(amqp_url, EVENTS_QUEUE, events), Listener(amqp_url, REPLIES_QUEUE, replies)]


def checks_of(listeners: Sequence[Listener]) -> dict[str, Check]:
    return {listener.queue: listener.check for listener in listeners}
