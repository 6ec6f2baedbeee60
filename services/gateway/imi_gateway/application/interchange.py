"""The door for member-state systems: judge a message once, act as the web page would, answer with a receipt."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from prometheus_client import Counter as Metric

from imi_contracts.commands import InterchangeCommand, Receipt, ShowRequest
from imi_contracts.errors import Refused
from imi_contracts.topology import MEMBER_STATES_EXCHANGE, member_state_queue
from imi_contracts.vocabularies.errors import UnknownErrorCodeError, error_code
from imi_gateway.application.ports import GatewayUnitOfWork
from imi_gateway.application.read_command import read_command
from imi_gateway.domain.interchange import Incoming
from imi_kit.bus.consumer import Unprocessable
from imi_kit.bus.message import OutgoingMessage, envelop
from imi_kit.clock import new_id
from imi_kit.ports import Clock
from imi_kit.telemetry import current_trace_id, get_logger

log = get_logger("interchange")
receipts = Metric(
    "imi_interchange_receipts_total", "Messages of member states judged", ["country", "outcome"]
)
SOURCE = "gateway"
REMEMBER = timedelta(days=30)
# A receipt that carries the case itself holds personal data, so it is kept only as long as a repeat is likely.
REMEMBER_CASE = timedelta(days=1)

# Who goes on saying new things under an old id is refused each time, but not each time remembered.
SAID_UNDER_ONE_ID = 5

# A malfunction of the requests service is tried so often in place before the sender is told.
STRIKES = 3
STANDING = ("id", "number", "status", "version")

Verify = Callable[[bytes, str | None, Sequence[Mapping[str, Any]]], None]


class ServiceFailed(Exception):  # noqa: N818
    """The requests service had a malfunction over this message; trying again may help, but not for ever."""


class RequestsService(Protocol):
    """The requests service on behalf of a state's system; raises Refused with its code, or ServiceFailed."""

    async def perform(self, command: InterchangeCommand, country: str, key: str) -> dict[str, Any]: ...


class Interchange:
    """`verify` checks what is signed, signature and registered keys; raises Refused("interchange.signature_…")."""

    def __init__(
        self,
        unit_of_work: Callable[[], GatewayUnitOfWork],
        requests: RequestsService,
        verify: Verify,
        clock: Clock,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._requests = requests
        self._verify = verify
        self._clock = clock
        self._strikes: Counter[tuple[str, str]] = Counter()

    async def take(self, message: Incoming) -> None:
        """One message, one receipt; raises Unprocessable when nobody can be told."""
        country, _ = message.addressed
        sender = message.sender
        if sender is None and (message.user_id or country is None):
            raise Unprocessable("neither user_id nor routing key name a member state's system")
        if sender is None:
            # Topic permissions let nobody but this state's systems publish with its routing key.
            await self._refuse(message, country or "", Refused("interchange.sender_missing"))
        elif message.usable_id is None:
            await self._refuse(message, sender, Refused("interchange.message_id_missing"))
        else:
            await self._answer(message, sender, message.usable_id)

    async def _refuse(self, message: Incoming, country: str, refusal: Refused) -> None:
        """Without remembering: the message has no name under which it could come again."""
        async with self._unit_of_work() as uow:
            receipt = self._refused(message, country, refusal)
            uow.deliver(addressed(country, self._enveloped(receipt), message.usable_id))

    async def _answer(self, message: Incoming, country: str, message_id: str) -> None:
        # The command is part of what was said: `accept` and `show` may have the same body.
        said = f"{message.addressed[1]}\n".encode() + message.body
        digest = hashlib.sha256(said).hexdigest()
        async with self._unit_of_work() as uow:
            try:
                self._verify(message.signed, message.signature, await uow.receipts.keys_of(country))
            except Refused as refusal:
                # Not remembered: else whoever cannot sign could use up the ids of who can.
                receipt = self._refused(message, country, refusal)
                uow.deliver(addressed(country, self._enveloped(receipt), message_id))
                return
            given = await uow.receipts.claim(country, message_id)
            if digest in given:
                uow.deliver(addressed(country, given[digest], message_id))
                return
            if given:
                receipt = self._refused(message, country, Refused("interchange.message_id_reused"))
            else:
                receipt = await self._judge(message, country, message_id)
            body = self._enveloped(receipt)
            # What may succeed later is not remembered: the same message may then be sent again.
            if not receipt.retryable and len(given) < SAID_UNDER_ONE_ID:
                forget_at = self._clock.now() + (
                    REMEMBER_CASE if receipt.command == ShowRequest.name else REMEMBER
                )
                await uow.receipts.put(country, message_id, digest, body, forget_at)
            uow.deliver(addressed(country, body, message_id))
        receipts.labels(country, receipt.outcome).inc()
        log.info("interchange", country=country, command=receipt.command, code=receipt.code)

    async def _judge(self, message: Incoming, country: str, message_id: str) -> Receipt:
        try:
            addressed_country, name = message.addressed
            if addressed_country != country:
                raise Refused("interchange.country_mismatch")
            command = read_command(name, message.body)
            view = await self._perform(command, country, message_id)
        except Refused as refusal:
            return self._refused(message, country, refusal)
        # Only who asked for the case gets it; a step is answered with where the case stands now.
        shown = view if isinstance(command, ShowRequest) else {name: view.get(name) for name in STANDING}
        return self._receipt(message, country, outcome="accepted", result=shown)

    async def _perform(self, command: InterchangeCommand, country: str, message_id: str) -> dict[str, Any]:
        place = (country, message_id)
        try:
            view = await self._requests.perform(command, country, f"ms-{country.lower()}:{message_id}")
        except ServiceFailed as failure:
            self._strikes[place] += 1
            if self._strikes[place] < STRIKES:
                raise
            del self._strikes[place]
            raise Refused("service.failed", trace_id=current_trace_id() or "") from failure
        self._strikes.pop(place, None)
        return view

    def _refused(self, message: Incoming, country: str, refusal: Refused) -> Receipt:
        return self._receipt(
            message,
            country,
            outcome="refused",
            code=refusal.code,
            pointer=refusal.pointer,
            params=refusal.params,
            retryable=_is_retryable(refusal.code),
        )

    def _receipt(self, message: Incoming, country: str, **judgement: Any) -> Receipt:
        return Receipt(
            message_id=message.usable_id or "",
            country=country,
            command=message.addressed[1],
            body_sha256=hashlib.sha256(message.body).hexdigest(),
            received_at=self._clock.now(),
            **judgement,
        )

    def _enveloped(self, receipt: Receipt) -> bytes:
        subject = receipt.message_id or receipt.body_sha256
        return envelop(receipt, source=SOURCE, subject=subject, clock=self._clock).to_json()


def addressed(country: str, envelope: bytes, message_id: str | None) -> OutgoingMessage:
    """A receipt on its way to the state's own queue."""
    queue = member_state_queue(country)
    return OutgoingMessage(new_id(), MEMBER_STATES_EXCHANGE, queue, envelope, correlation_id=message_id)


def _is_retryable(code: str) -> bool:
    try:
        return error_code(code).retryable
    except UnknownErrorCodeError:
        return False
