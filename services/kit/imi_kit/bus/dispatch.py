"""From message bodies to handlers: parse, validate against the contract, handle once, in one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from aio_pika.abc import AbstractIncomingMessage
from prometheus_client import Counter
from pydantic import ValidationError

from imi_contracts.envelope import Envelope
from imi_contracts.messages import Message
from imi_kit.bus.consumer import Unprocessable
from imi_kit.ports import UnitOfWork
from imi_kit.telemetry import context_of, get_logger, get_tracer

U = TypeVar("U", bound=UnitOfWork)
Handler = Callable[[Any, Envelope, U], Awaitable[None]]
log = get_logger("dispatch")
repeats = Counter("imi_messages_repeated_total", "Messages dropped because they were handled before")


class Dispatcher(Generic[U]):
    """Use as a Consumer's `handle`. `handlers` maps message models to `async def f(data, envelope, uow)`.

    Types without a handler are acknowledged: a binding may be wider than what a service cares for.
    """

    def __init__(self, unit_of_work: Callable[[], U], handlers: Mapping[type[Message], Handler[U]]) -> None:
        self._unit_of_work = unit_of_work
        self._handlers = {model.type: (model, handler) for model, handler in handlers.items()}

    async def __call__(self, messages: Sequence[AbstractIncomingMessage]) -> None:
        await self.handle([parse(message.body) for message in messages])

    async def handle(self, envelopes: Sequence[Envelope]) -> None:
        """All of the envelopes in one transaction; an error undoes all of them."""
        wanted = [
            (envelope, *self._handlers[envelope.type]) for envelope in envelopes if self._cares(envelope)
        ]
        judged = [(envelope, validated(model, envelope), handler) for envelope, model, handler in wanted]
        if not judged:
            return
        async with self._unit_of_work() as uow:
            new = await uow.unseen([envelope.id for envelope, _, _ in judged])
            if len(new) < len(judged):
                repeats.inc(len(judged) - len(new))
                log.info("repeats_dropped", count=len(judged) - len(new))
            for envelope, data, handler in judged:
                if envelope.id in new:
                    new.remove(envelope.id)
                    with _span(envelope):
                        await handler(data, envelope, uow)

    def _cares(self, envelope: Envelope) -> bool:
        return envelope.type in self._handlers


def _span(envelope: Envelope) -> AbstractContextManager[object]:
    return get_tracer().start_as_current_span(
        f"handle {envelope.type}", context=context_of(envelope.traceparent)
    )


def parse(body: bytes) -> Envelope:
    """The envelope of a message body; raises Unprocessable for anything else."""
    try:
        return Envelope.from_json(body)
    except ValidationError as error:
        raise Unprocessable(f"not an envelope: {_reason(error)}") from error


def validated(model: type[Message], envelope: Envelope) -> Message:
    """The data as its contract says; raises Unprocessable when it does not satisfy it."""
    try:
        return model.model_validate(envelope.data)
    except ValidationError as error:
        raise Unprocessable(f"{envelope.type} violates its contract: {_reason(error)}") from error


def _reason(error: ValidationError) -> str:
    """Places and kinds only: the values may be content."""
    return "; ".join(
        f"{'/'.join(map(str, e['loc']))} {e['type']}"
        for e in error.errors(include_url=False, include_input=False)[:5]
    )
