"""Open pages of this process that wait for changes; each is told names of what changed, nothing more."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Gauge

from imi_gateway.domain.changes import REQUESTS, Change
from imi_gateway.domain.person import Person

open_streams = Gauge("imi_open_streams", "Pages of this process that wait for changes")
PENDING_LIMIT = 100
STREAMS_LIMIT = 2_000


class Stream:
    """One page. Changes that pile up while it is slow melt into one of each name."""

    def __init__(self, person: Person) -> None:
        self._keys = {
            ("all", ""),
            ("user", str(person.user_id)),
            ("authority", str(person.authority_id)),
            ("session", person.session.hex()),
        }
        self.session = person.session
        self._pending: dict[str, None] = {}
        self._wake = asyncio.Event()
        self.ended = False

    def concerns(self, change: Change) -> bool:
        return (change.scope, change.key) in self._keys

    def push(self, event: str | None) -> None:
        """A name to tell, or None to end the page's stream."""
        if event is None:
            self.ended = True
        else:
            self._pending[event if len(self._pending) < PENDING_LIMIT else REQUESTS] = None
        self._wake.set()

    async def next(self, seconds: float) -> list[str]:
        """Names since the last call; none when nothing happened for `seconds`."""
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return []
        self._wake.clear()
        names = list(self._pending)
        self._pending.clear()
        return names


class Streams:
    """All streams of this process, a few per session."""

    def __init__(self, per_session: int) -> None:
        self._per_session = per_session
        self._open: set[Stream] = set()

    def has_room(self, person: Person) -> bool:
        own = sum(1 for stream in self._open if stream.session == person.session)
        return own < self._per_session and len(self._open) < STREAMS_LIMIT

    @contextmanager
    def opened(self, person: Person) -> Iterator[Stream]:
        stream = Stream(person)
        self._open.add(stream)
        open_streams.inc()
        try:
            yield stream
        finally:
            self._open.discard(stream)
            open_streams.dec()

    def tell(self, change: Change) -> None:
        for stream in self._open:
            if stream.concerns(change):
                stream.push(change.event)

    def end_all(self) -> None:
        """Browsers come back by themselves, and are then told to look at everything again."""
        for stream in self._open:
            stream.push(None)
