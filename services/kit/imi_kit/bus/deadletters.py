"""What could not be handled: list it with its reason, replay it, or discard it with a note.

`python -m imi_kit.bus.deadletters list | replay ID | discard ID NOTE`; the broker is named by IMI_AMQP_URL, because
everybody on a machine can read the arguments of its processes.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aio_pika.abc import AbstractIncomingMessage
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from imi_contracts.topology import DEAD_EXCHANGE, DEAD_QUEUE
from imi_kit.bus.broker import ConfirmingPublisher, connected
from imi_kit.bus.message import OutgoingMessage
from imi_kit.clock import new_id
from imi_kit.telemetry import get_logger

log = get_logger("deadletters")
REASON, ORIGIN, MESSAGE_ID, USER_ID = "imi-reason", "imi-queue", "imi-message-id", "imi-user-id"
LIST_LIMIT = 1_000


async def dead_letter(
    message: AbstractIncomingMessage, queue: str, reason: str, publisher: ConfirmingPublisher
) -> None:
    """Put a copy with its reason on the dead-letter queue; raises when the broker does not confirm it."""
    copy = OutgoingMessage(
        id=new_id(),
        exchange=DEAD_EXCHANGE,
        routing_key="",
        body=message.body,
        correlation_id=message.correlation_id,
        content_type=message.content_type or "application/octet-stream",
        headers=_own_headers(message)
        | {
            REASON: reason,
            ORIGIN: queue,
            MESSAGE_ID: message.message_id or "",
            USER_ID: message.user_id or "",
        },
    )
    for failure in await publisher.publish_all([copy]):
        if failure:
            raise failure


def _own_headers(message: AbstractIncomingMessage) -> dict[str, Any]:
    """What the sender wrote; not what the broker and this module added on the way."""
    return {
        name: value
        for name, value in message.headers.items()
        if not name.startswith("x-") and name not in {REASON, ORIGIN, MESSAGE_ID, USER_ID}
    }


@dataclass(frozen=True)
class DeadLetter:
    """One entry of the list. `queue` is where it was to be handled; `reason` why it was not."""

    id: str
    queue: str
    reason: str
    body: bytes

    @classmethod
    def of(cls, message: AbstractIncomingMessage) -> "DeadLetter":
        headers = message.headers
        # What the broker itself buried (a consumer that kept crashing) carries x-first-death-* instead.
        queue = headers.get(ORIGIN) or headers.get("x-first-death-queue") or ""
        reason = headers.get(REASON) or headers.get("x-first-death-reason") or "unknown"
        return cls(message.message_id or "", str(queue), str(reason), message.body)


@asynccontextmanager
async def _all(amqp_url: str) -> AsyncIterator[tuple[list[AbstractIncomingMessage], ConfirmingPublisher]]:
    """Every dead letter, unacknowledged: what is not acknowledged returns to the queue on leaving."""
    async with connected(amqp_url, "imi-deadletters") as connection:
        channel = await connection.channel()
        queue = await channel.get_queue(DEAD_QUEUE, ensure=False)
        found: list[AbstractIncomingMessage] = []
        while len(found) < LIST_LIMIT:
            message = await queue.get(no_ack=False, fail=False, timeout=5)
            if message is None:
                break
            found.append(message)
        yield found, await ConfirmingPublisher.open(connection)


async def list_dead(amqp_url: str) -> list[DeadLetter]:
    async with _all(amqp_url) as (messages, _):
        return [DeadLetter.of(m) for m in messages]


async def replay(amqp_url: str, letter_id: str) -> bool:
    """Give the message back to the queue it came from, with its old id; False when there is no such letter.

    Nobody may publish in another user's name, so the old sender travels as header `imi-user-id`; it may be
    believed when the message came through the default exchange, to which no member state may publish.
    """
    async with _all(amqp_url) as (messages, publisher):
        for message in messages:
            letter = DeadLetter.of(message)
            if letter.id != letter_id:
                continue
            again = OutgoingMessage(
                id=str(message.headers.get(MESSAGE_ID) or letter.id),
                exchange="",
                routing_key=letter.queue,
                body=letter.body,
                correlation_id=message.correlation_id,
                content_type=message.content_type or "application/octet-stream",
                headers=_own_headers(message) | _sender(message),
            )
            for failure in await publisher.publish_all([again]):
                if failure:
                    raise failure
            await message.ack()
            return True
    return False


def _sender(message: AbstractIncomingMessage) -> dict[str, Any]:
    user = message.headers.get(USER_ID)
    return {USER_ID: user} if user else {}


async def discard(amqp_url: str, letter_id: str, note: str) -> bool:
    """Drop the message; the note goes to the log with its id."""
    async with _all(amqp_url) as (messages, _):
        for message in messages:
            if DeadLetter.of(message).id == letter_id:
                await message.ack()
                log.warning("dead_letter_discarded", letter=letter_id, note=note)
                return True
    return False


class Broker(BaseSettings):
    """What the command line is told by the environment."""

    model_config = SettingsConfigDict(env_prefix="IMI_", extra="ignore", frozen=True)

    amqp_url: SecretStr


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list")
    verbs.add_parser("replay").add_argument("id")
    discarding = verbs.add_parser("discard")
    discarding.add_argument("id")
    discarding.add_argument("note")
    arguments = parser.parse_args()
    amqp_url = Broker().amqp_url.get_secret_value()
    if arguments.verb == "list":
        for letter in asyncio.run(list_dead(amqp_url)):
            print(f"{letter.id}  {letter.queue}  {letter.reason}")  # noqa: T201
        return
    if arguments.verb == "replay":
        done = asyncio.run(replay(amqp_url, arguments.id))
    else:
        done = asyncio.run(discard(amqp_url, arguments.id, arguments.note))
    raise SystemExit(0 if done else f"There is no dead letter {arguments.id}.")


if __name__ == "__main__":
    main()
