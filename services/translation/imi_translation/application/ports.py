"""What translating needs from outside; adapters implement it, unit tests fake it."""

from typing import Protocol

from imi_translation.domain.translation import EngineOutput, MemoryEntry, Pair


class Memory(Protocol):
    """Translations that people approved. Raises StoreDown when it cannot be asked."""

    async def exact(self, pair: Pair, text: str) -> MemoryEntry | None: ...

    async def similar(self, pair: Pair, text: str) -> tuple[MemoryEntry, float] | None:
        """The most similar entry that may stand for `text`, with its similarity from 0.85 to 1."""


class Engine(Protocol):
    """Machine translation of some pairs."""

    def serves(self, pair: Pair) -> bool: ...

    async def translate(self, pair: Pair, text: str) -> EngineOutput | None:
        """None when nothing usable came out; raises EngineFailed when the engine did not work."""


class EngineFailed(Exception):  # noqa: N818
    """The engine broke or took too long; `reason` holds no text of the case."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
