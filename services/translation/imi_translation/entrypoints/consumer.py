"""The queue of wishes: each gets one answer, on the asker's own queue, under its correlation id."""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

from aio_pika.abc import AbstractIncomingMessage

from imi_contracts.commands import TextTranslation, TranslateText
from imi_contracts.envelope import Envelope
from imi_kit.bus.dispatch import Dispatcher, parse, validated
from imi_kit.ports import Clock, UnitOfWork
from imi_kit.telemetry import context_of, get_tracer
from imi_translation.application.translate import Translator
from imi_translation.domain.translation import Pair


class AnswerWishes:
    """A Consumer's `handle`.

    Translating may take seconds, so it is done before the transaction, which then only records and answers.
    """

    def __init__(self, unit_of_work: Callable[[], UnitOfWork], translator: Translator, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._translator = translator
        self._clock = clock

    async def __call__(self, messages: Sequence[AbstractIncomingMessage]) -> None:
        envelopes = [parse(message.body) for message in messages]
        correlations = {
            envelope.id: message.correlation_id or str(envelope.id)
            for envelope, message in zip(envelopes, messages, strict=True)
        }
        await self.handle(envelopes, correlations)

    async def handle(self, envelopes: Sequence[Envelope], correlations: dict[UUID, str]) -> None:
        wishes = [envelope for envelope in envelopes if envelope.type == TranslateText.type]
        answers = dict(
            zip((e.id for e in wishes), await asyncio.gather(*map(self._answer, wishes)), strict=True)
        )

        async def send(_: TranslateText, envelope: Envelope, uow: UnitOfWork) -> None:
            uow.send(answers[envelope.id], subject=envelope.subject, correlation_id=correlations[envelope.id])

        await Dispatcher(self._unit_of_work, {TranslateText: send}).handle(envelopes)

    async def _answer(self, envelope: Envelope) -> TextTranslation:
        wish = validated(TranslateText, envelope)
        assert isinstance(wish, TranslateText)
        with get_tracer().start_as_current_span("translate", context=context_of(envelope.traceparent)):
            found = await self._translator.translate(Pair(wish.source, wish.target), wish.text)
        return TextTranslation(
            reference=wish.reference,
            source=wish.source,
            target=wish.target,
            text=found.text,
            origin=found.origin,
            score=found.score,
            engine=found.engine,
            engine_version=found.engine_version,
            translated_at=self._clock.now(),
        )
