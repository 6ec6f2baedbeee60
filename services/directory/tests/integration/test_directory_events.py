"""What the directory tells really arrives on the bus."""

import asyncio
from collections.abc import Callable

import pytest

from imi_contracts.envelope import Envelope
from imi_contracts.events.directory import AuthorityRegistered
from imi_contracts.topology import QUEUES
from imi_directory.adapters.directory import Directory
from imi_directory.application import commands
from imi_directory.domain.authority import Authority
from imi_directory.domain.rights import Caller
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_topology
from imi_kit.bus.relay import Relay
from imi_kit.sql import Database
from imi_kit.sql.outbox import SqlOutbox

pytestmark = pytest.mark.integration
QUEUE = "requests.events"
SECONDS = 20


async def test_a_registration_reaches_the_services_that_listen(
    directory: Directory, database_url: str, amqp_url: str, nimic: Callable[..., Authority]
) -> None:
    async with connected(amqp_url, "test") as connection:
        await declare_topology(connection, [queue for queue in QUEUES if queue.name == QUEUE])
        async with directory.work() as work:
            authority = await commands.register_authority(
                nimic(), Caller("commission", commission=True), directory.catalogue, work
            )
        relay = Relay(SqlOutbox(Database(database_url).asyncpg_dsn), amqp_url, "directory")
        stop = asyncio.Event()
        running = asyncio.create_task(relay.run(stop))
        async with connection.channel() as channel, asyncio.timeout(SECONDS):
            queue = await channel.get_queue(QUEUE, ensure=False)
            while (message := await queue.get(fail=False)) is None:
                await asyncio.sleep(0.05)
            await message.ack()
        stop.set()
        await running

    envelope = Envelope.from_json(message.body)
    fact = AuthorityRegistered.model_validate(envelope.data)
    assert (envelope.source, envelope.subject, envelope.sequence) == ("directory", str(authority.id), 1)
    assert fact.official_name == authority.official_name
