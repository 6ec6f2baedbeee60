"""What the kit's tests share: a database with the messaging tables, a vhost with one queue, a wire that can be cut."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import aio_pika
import asyncpg
import pytest
from aio_pika.abc import AbstractConnection, AbstractIncomingMessage

from imi_contracts.events import ScoreboardChanged
from imi_contracts.topology import DEAD_QUEUE, EVENTS_EXCHANGE, QUEUES
from imi_kit.bus.broker import connected
from imi_kit.bus.declare import declare_topology
from imi_kit.bus.message import OutgoingMessage, event_message
from imi_kit.clock import SystemClock
from imi_kit.sql import Database, SqlUnitOfWork
from imi_kit.sql.tables import create_messaging_tables
from imi_kit.testing import TokenMint

QUEUE = "gateway.events"
WAIT_SECONDS = 20.0


class _Statements:
    """Collects what a migration would execute."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def execute(self, statement: str) -> None:
        self.all.append(statement)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with outbox, inbox, remembered commands, and a table `thing` for effects."""
    found = Database(database_url)
    operations = _Statements()
    create_messaging_tables(operations)
    connection = await asyncpg.connect(found.asyncpg_dsn)
    for statement in operations.all:
        await connection.execute(statement)
    await connection.execute("create table thing (name text not null)")
    await connection.close()
    yield found
    await found.close()


@dataclass
class Store:
    """A second pair of eyes on the database."""

    connection: asyncpg.Connection

    async def value(self, query: str, *arguments: object) -> object:
        return await self.connection.fetchval(query, *arguments)

    async def count(self, table: str) -> int:
        return int(await self.connection.fetchval(f"select count(*) from {table}"))


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    connection = await asyncpg.connect(database.asyncpg_dsn)
    yield Store(connection)
    await connection.close()


@pytest.fixture
def unit_of_work(database: Database) -> Callable[[], SqlUnitOfWork]:
    return lambda: SqlUnitOfWork(database, source="test", clock=SystemClock())


@dataclass
class Broker:
    """One vhost with the queue of the gateway's events and the dead letters."""

    url: str
    connection: AbstractConnection
    channel: aio_pika.abc.AbstractChannel = field(init=False)

    async def get(self, queue: str = QUEUE) -> AbstractIncomingMessage | None:
        found = await self.channel.get_queue(queue, ensure=False)
        message = await found.get(fail=False, timeout=5)
        if message is not None:
            await message.ack()
        return message

    async def bodies(self, queue: str = QUEUE) -> list[bytes]:
        found = []
        while message := await self.get(queue):
            found.append(message.body)
        return found

    async def publish(self, message: OutgoingMessage) -> None:
        exchange = await self.channel.get_exchange(message.exchange, ensure=False)
        await exchange.publish(
            aio_pika.Message(message.body, content_type=message.content_type, message_id=str(message.id)),
            routing_key=message.routing_key,
        )

    async def put(self, body: bytes, queue: str = QUEUE, **properties: object) -> None:
        message = aio_pika.Message(body, **properties)  # type: ignore[arg-type]
        await self.channel.default_exchange.publish(message, routing_key=queue)


@pytest.fixture
async def broker(amqp_url: str) -> AsyncIterator[Broker]:
    async with connected(amqp_url, "test") as connection:
        await declare_topology(connection, [q for q in QUEUES if q.name in {QUEUE, DEAD_QUEUE}])
        found = Broker(amqp_url, connection)
        found.channel = await connection.channel()
        yield found


class Wire:
    """A TCP proxy that can be cut and mended; while cut, nothing connects and every open connection is broken."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._silent = False
        self.port = 0

    def fall_silent(self) -> None:
        """Nothing passes any more, and nobody is told: a machine without power."""
        self._silent = True

    async def mend(self) -> None:
        self._silent = False
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream_reader, upstream = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, upstream}
        await asyncio.gather(self._copy(reader, upstream), self._copy(upstream_reader, writer))

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await reader.read(65536):
                if not self._silent:
                    writer.write(chunk)
                    await writer.drain()
        if not self._silent:
            writer.transport.abort()


@pytest.fixture
async def wire_to() -> AsyncIterator[Callable[[str], Awaitable[tuple[Wire, str]]]]:
    """To be awaited with a URL: gives a wire, and the same URL through it."""
    wires: list[Wire] = []

    async def lay(url: str) -> tuple[Wire, str]:
        parts = urlsplit(url)
        wire = Wire(parts.hostname or "", parts.port or 0)
        await wire.mend()
        wires.append(wire)
        account = parts.netloc.rpartition("@")[0]
        netloc = f"{account}@127.0.0.1:{wire.port}"
        return wire, urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))

    yield lay
    for wire in wires:
        await wire.cut()


@asynccontextmanager
async def _running(run: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, WAIT_SECONDS)


@pytest.fixture
def running() -> Callable[..., object]:
    """Runs a relay or consumer inside `async with`, and stops it as SIGTERM would."""
    return _running


async def _eventually(check: Callable[[], Awaitable[object]], seconds: float = WAIT_SECONDS) -> None:
    async with asyncio.timeout(seconds):
        while not await check():
            await asyncio.sleep(0.02)


@pytest.fixture
def eventually() -> Callable[..., Awaitable[None]]:
    return _eventually


@pytest.fixture
def changed() -> Callable[[str], OutgoingMessage]:
    """An event on its way: the figures of a country changed."""

    def make(country: str) -> OutgoingMessage:
        fact = ScoreboardChanged(country=country)
        return event_message(fact, source="test", subject=country, sequence=1, clock=SystemClock())

    return make


@pytest.fixture
def misaddressed() -> OutgoingMessage:
    """A command to a queue that is not there: the broker must refuse it."""
    return OutgoingMessage(UUID(int=7), "", "nobody.listens", b"{}")


@pytest.fixture
def mint() -> TokenMint:
    return TokenMint()


__all__ = ["EVENTS_EXCHANGE", "QUEUE"]
