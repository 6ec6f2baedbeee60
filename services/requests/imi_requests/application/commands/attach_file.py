"""Attach a file: check it while it streams past, store it encrypted, and only then let it become part of the case."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Action, Side
from imi_requests.application.access import Access, find
from imi_requests.application.ports import Vault, Work, object_name
from imi_requests.application.recording import record
from imi_requests.domain.actor import Actor
from imi_requests.domain.attachments import (
    HEAD_BYTES,
    MAX_FILES,
    Attachment,
    check_size,
    check_type,
    clean_name,
)

# Longer than any upload may take; what is still there afterwards was given up half-way.
UPLOAD_TIME = timedelta(hours=1)


@dataclass(frozen=True)
class AttachFile:
    """`declared_size` is what the sender announces, None when it does not."""

    request_id: UUID
    name: str
    declared_type: str
    declared_size: int | None


@dataclass(frozen=True)
class Upload:
    """A place prepared for the bytes; the name of the object is planned for removal until all is well."""

    request_id: UUID
    attachment_id: UUID
    name: str
    wrapped_key: bytes

    @property
    def object_name(self) -> str:
        return object_name(self.request_id, self.attachment_id)


class Inspected:
    """The bytes on their way, measured: size limit, hash, and the type that the first bytes betray."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._hash = hashlib.sha256()
        self._head = b""
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    async def head(self) -> bytes:
        """Read ahead as far as the type needs; `stream` gives these bytes again."""
        while len(self._head) < HEAD_BYTES:
            chunk = await anext(self._chunks, b"")
            if not chunk:
                break
            self._head += self._measured(chunk)
        return self._head

    async def stream(self) -> AsyncIterator[bytes]:
        yield self._head
        self._head = b""
        async for chunk in self._chunks:
            yield self._measured(chunk)

    def _measured(self, chunk: bytes) -> bytes:
        self.size += len(chunk)
        check_size(self.size)
        self._hash.update(chunk)
        return chunk


def decide_attaching(access: Access) -> Side:
    """Files belong to the draft of the requesting or to the unsent reply of the responding side."""
    access.decide(Action.EDIT if access.side is Side.REQUESTING else Action.SAVE_ANSWERS)
    return access.side


async def begin_upload(command: AttachFile, actor: Actor, work: Work, vault: Vault) -> Upload:
    """First transaction: may this actor attach a file of this name here, and under which key?"""
    access = await find(command.request_id, actor, work, for_change=True)
    decide_attaching(access)
    check_size(command.declared_size or 0)
    name = clean_name(command.name)
    if len(access.request.attachments) >= MAX_FILES:
        raise Refused("attachment.too_many", limit=MAX_FILES)
    key = await work.keys.get(command.request_id)
    if key is None:
        key = vault.new_key(command.request_id)
        await work.keys.add(command.request_id, key)
    upload = Upload(command.request_id, work.new_id(), name, key)
    await work.removals.plan(upload.object_name, work.clock.now() + UPLOAD_TIME)
    return upload


async def store_bytes(
    upload: Upload, declared: str, chunks: AsyncIterator[bytes], vault: Vault
) -> dict[str, Any]:
    """Between the transactions: sniff, measure, encrypt, store; returns what is to be remembered."""
    inspected = Inspected(chunks)
    head = await inspected.head()
    if not head:
        raise Refused("attachment.empty")
    media_type = check_type(declared, vault.sniff(head))
    await vault.store(upload.wrapped_key, upload.request_id, upload.attachment_id, inspected.stream())
    return {"media_type": media_type, "size": inspected.size, "sha256": inspected.sha256}


async def finish_upload(upload: Upload, facts: dict[str, Any], actor: Actor, work: Work) -> Attachment:
    """Second transaction: the request may have been sent while the bytes came in, so ask again."""
    access = await find(upload.request_id, actor, work, for_change=True)
    side = decide_attaching(access)
    if not await work.removals.cancel(upload.object_name):
        raise Refused("service.unavailable")  # the upload took so long that its object was removed
    attachment = Attachment(
        id=upload.attachment_id, side=side, name=upload.name, at=work.clock.now(), **facts
    )
    access.request.attachments.append(attachment)
    await work.requests.save(access.request)
    await record("attach", access, work)
    return attachment
