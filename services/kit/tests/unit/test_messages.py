"""Messages on their way out and in: addressed, enveloped, traced, judged by their contract."""

from typing import Any
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import TracerProvider

from imi_contracts.commands import TranslateText
from imi_contracts.envelope import Envelope
from imi_contracts.events import ScoreboardChanged
from imi_kit.bus.consumer import Unprocessable
from imi_kit.bus.dispatch import Dispatcher, parse
from imi_kit.bus.message import command_message, event_message
from imi_kit.telemetry import current_traceparent
from imi_kit.testing import FakeUnitOfWork, FixedClock, enveloped

CHANGED = ScoreboardChanged(country="HU")


class Handler:
    def __init__(self) -> None:
        self.got: list[tuple[ScoreboardChanged, Envelope]] = []
        self.traceparents: list[str | None] = []

    async def __call__(self, data: ScoreboardChanged, envelope: Envelope, uow: FakeUnitOfWork) -> None:
        self.got.append((data, envelope))
        self.traceparents.append(current_traceparent())


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def uow() -> FakeUnitOfWork:
    return FakeUnitOfWork()


@pytest.fixture
def dispatcher(handler: Handler, uow: FakeUnitOfWork) -> Dispatcher[FakeUnitOfWork]:
    return Dispatcher(lambda: uow, {ScoreboardChanged: handler})


def test_an_event_is_broadcast_and_may_interest_nobody() -> None:
    message = event_message(CHANGED, source="statistics", subject="HU", sequence=4, clock=FixedClock())
    assert (message.exchange, message.routing_key) == ("imi.events", "statistics.scoreboard.changed.v1")
    assert not message.must_be_routed
    envelope = Envelope.from_json(message.body)
    assert (envelope.id, envelope.sequence, envelope.time) == (message.id, 4, FixedClock().now())


def test_a_command_must_find_its_queue_and_does_not_live_for_ever() -> None:
    wish = TranslateText(reference="r", text="Szia", source="hu", target="de")
    message = command_message(wish, source="requests", subject="r", correlation_id="c", clock=FixedClock())
    assert (message.exchange, message.routing_key) == ("imi.commands", "translation.commands")
    assert message.must_be_routed
    assert message.expiration_ms == 24 * 60 * 60 * 1000


def test_ids_of_messages_are_ordered_by_time() -> None:
    ids: list[Any] = [
        event_message(CHANGED, source="s", subject="HU", sequence=0, clock=FixedClock()).id
        for _ in range(100)
    ]
    assert sorted(ids) == ids
    assert all(isinstance(found, UUID) and found.version == 7 for found in ids)


async def test_a_handler_gets_typed_data_once(
    dispatcher: Dispatcher[FakeUnitOfWork], handler: Handler, uow: FakeUnitOfWork
) -> None:
    envelope = enveloped(CHANGED)
    await dispatcher.handle([envelope, envelope])
    await dispatcher.handle([envelope])
    assert handler.got == [(CHANGED, envelope)]
    assert uow.committed


async def test_a_batch_with_a_violated_contract_commits_nothing(
    dispatcher: Dispatcher[FakeUnitOfWork], uow: FakeUnitOfWork
) -> None:
    wrong = enveloped(CHANGED).model_copy(update={"data": {"country": "Hungary", "name": "Erika"}})
    with pytest.raises(Unprocessable) as caught:
        await dispatcher.handle([enveloped(CHANGED), wrong])
    assert "country string_pattern_mismatch" in caught.value.reason
    assert "Erika" not in caught.value.reason
    assert not uow.committed


async def test_another_version_of_a_type_is_somebody_elses(
    dispatcher: Dispatcher[FakeUnitOfWork], handler: Handler
) -> None:
    await dispatcher.handle(
        [enveloped(CHANGED).model_copy(update={"type": "statistics.scoreboard.changed.v2", "data": {"x": 1}})]
    )
    assert handler.got == []


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b"\xff", b'{"specversion": "1.0"}'])
def test_what_is_no_envelope_is_unprocessable(body: bytes) -> None:
    with pytest.raises(Unprocessable, match="not an envelope"):
        parse(body)


async def test_the_trace_goes_on_from_sender_to_handler(
    dispatcher: Dispatcher[FakeUnitOfWork], handler: Handler
) -> None:
    with TracerProvider().get_tracer("test").start_as_current_span("click"):
        sent_within = current_traceparent() or ""
        envelope = enveloped(CHANGED)
    assert envelope.traceparent == sent_within
    await dispatcher.handle([envelope])
    assert (handler.traceparents[0] or "").split("-")[1] == sent_within.split("-")[1]
