"""Files in and out: short transactions around long streams, so that no upload holds a lock or leaves a trace."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imi_contracts.errors import Refused
from imi_requests.application.commands.attach_file import (
    AttachFile,
    Upload,
    begin_upload,
    finish_upload,
    store_bytes,
)
from imi_requests.application.commands.remove_attachment import RemoveAttachment, remove_attachment
from imi_requests.application.ports import Vault, Work
from imi_requests.application.queries.open_attachment import open_attachment
from imi_requests.domain.actor import Actor
from imi_requests.domain.attachments import Attachment

SWEEP_LIMIT = 100


@dataclass(frozen=True)
class Download:
    attachment: Attachment
    chunks: AsyncIterator[bytes]


class Files:
    """`works` gives a fresh unit of work each time."""

    def __init__(self, works: Callable[[], Work], vault: Vault) -> None:
        self._works = works
        self._vault = vault

    async def attach(
        self, command: AttachFile, chunks: AsyncIterator[bytes], actor: Actor, key: str | None
    ) -> Attachment:
        """Whatever fails on the way, no row stays and the object goes."""
        async with self._works() as work:
            upload = await begin_upload(command, actor, work, self._vault)
        try:
            facts = await store_bytes(upload, command.declared_type, chunks, self._vault)
            attachment = await self._finish(upload, facts, actor, key)
        except BaseException:
            await self._give_up(upload)
            raise
        if attachment.id != upload.attachment_id:
            # The key did this before; the bytes that came again are not needed.
            await self._give_up(upload)
        return attachment

    async def _finish(
        self, upload: Upload, facts: dict[str, Any], actor: Actor, key: str | None
    ) -> Attachment:
        async with self._works() as work:

            async def finish() -> dict[str, Any]:
                return {"id": str((await finish_upload(upload, facts, actor, work)).id)}

            body = {"request": upload.request_id, "name": upload.name, **facts}
            if key:
                outcome = await work.once(actor=actor.subject, key=key, body=body, work=finish)
            else:
                outcome = await finish()
            opened = await open_attachment(upload.request_id, UUID(outcome["id"]), actor, work)
            return opened.attachment

    async def detach(self, command: RemoveAttachment, actor: Actor) -> None:
        async with self._works() as work:
            await remove_attachment(command, actor, work)
        await self.sweep()

    async def download(self, request_id: UUID, attachment_id: UUID, actor: Actor) -> Download:
        """The first bytes are read and checked when this returns, so that a damaged file can still be refused."""
        async with self._works() as work:
            opened = await open_attachment(request_id, attachment_id, actor, work)
        chunks = self._vault.read(opened.wrapped_key, request_id, attachment_id)
        first = await anext(chunks, b"")
        return Download(opened.attachment, _chained(first, chunks))

    async def sweep(self) -> int:
        """Remove the objects whose time has come; returns how many. What cannot be removed now stays planned.

        The rows stay locked meanwhile, so that an upload cannot finish while its object is being removed.
        """
        removed = 0
        async with self._works() as work:
            for name in await work.removals.due(work.clock.now(), SWEEP_LIMIT):
                with suppress(Refused):
                    await self._vault.remove(name)
                    await work.removals.cancel(name)
                    removed += 1
        return removed

    async def _give_up(self, upload: Upload) -> None:
        """Plan the removal for now; the sweep does it even if this process dies."""
        async with self._works() as work:
            await work.removals.plan(upload.object_name, work.clock.now())
        await self.sweep()


async def _chained(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
