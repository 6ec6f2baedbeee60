"""Who may put something into the memory, and what may be put there."""

from datetime import datetime
from typing import Protocol

from imi_contracts.errors import Refused
from imi_contracts.vocabularies import Role
from imi_kit.identity import Identity
from imi_kit.ports import Clock
from imi_translation.domain.text import has_words
from imi_translation.domain.translation import MemoryEntry, Pair


class EditableMemory(Protocol):
    async def approve(
        self, pair: Pair, source_text: str, target_text: str, *, by: str, at: datetime
    ) -> MemoryEntry: ...

    async def forget(self, entry_id: str) -> bool: ...


def _may_edit(identity: Identity) -> bool:
    """The administration, and people of coordinators: referral handlers exist only there (2008/49/EC)."""
    if identity.kind == "administrator":
        return True
    return any(Role.REFERRAL_HANDLER in roles for roles in identity.roles.values())


async def approve_translation(
    pair: Pair, texts: tuple[str, str], identity: Identity, memory: EditableMemory, clock: Clock
) -> MemoryEntry:
    """Keep (source, target) texts; raises Refused. The same again has no further effect."""
    if not _may_edit(identity):
        raise Refused("identity.forbidden")
    if pair.source == pair.target:
        raise Refused("memory.same_language", pointer="/target")
    for text, pointer in zip(texts, ("/source_text", "/target_text"), strict=True):
        if not has_words(text):
            raise Refused("memory.no_words", pointer=pointer)
    source_text, target_text = (text.strip() for text in texts)
    return await memory.approve(pair, source_text, target_text, by=identity.subject, at=clock.now())


async def forget_translation(entry_id: str, identity: Identity, memory: EditableMemory) -> None:
    """Remove an entry; raises Refused."""
    if not _may_edit(identity):
        raise Refused("identity.forbidden")
    if not await memory.forget(entry_id):
        raise Refused("resource.not_found")
