"""Uploads and downloads: what fails leaves nothing behind."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Role
from imi_requests.application.commands.attach_file import UPLOAD_TIME, AttachFile
from imi_requests.application.commands.remove_attachment import RemoveAttachment
from imi_requests.application.commands.send_request import SendRequest, send_request
from imi_requests.application.files import Files
from imi_requests.domain.actor import Actor
from imi_requests.domain.attachments import MAX_BYTES, MAX_FILES, Attachment


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@pytest.fixture
def files(case: Any, vault: Any) -> Files:
    return Files(lambda: case.work, vault)


async def attach(
    files: Files, request_id: UUID, actor: Actor, content: bytes, *, key: str | None = None, **changes: Any
) -> Attachment:
    values = {"name": "diploma.pdf", "declared_type": "application/pdf", "declared_size": None} | changes
    half = len(content) // 2
    chunks = pieces(content[:half], content[half:])
    return await files.attach(AttachFile(request_id, **values), chunks, actor, key)


async def test_an_attached_file_comes_back_as_it_went(case: Any, files: Files, pdf: bytes) -> None:
    request_id = await case.drafted()
    attachment = await attach(files, request_id, case.anna, pdf)
    assert (attachment.size, attachment.media_type) == (len(pdf), "application/pdf")
    download = await files.download(request_id, attachment.id, case.anna)
    assert b"".join([chunk async for chunk in download.chunks]) == pdf
    assert case.work.removals.planned == {}
    assert case.work.audit.entries[-1].action == "attach"


@pytest.mark.parametrize(
    ("content", "changes", "code"),
    [
        (b"", {}, "attachment.empty"),
        (b"<html>", {}, "attachment.type_not_allowed"),
        (b"%PDF-1.7", {"declared_type": "image/png"}, "attachment.type_not_allowed"),
        (b"%PDF-1.7", {"declared_size": MAX_BYTES + 1}, "attachment.too_large"),
        (b"%PDF" + b"x" * MAX_BYTES, {}, "attachment.too_large"),
        (b"%PDF-1.7", {"name": "///"}, "attachment.name_missing"),
    ],
)
async def test_a_refused_file_leaves_neither_row_nor_object(
    case: Any, files: Files, vault: Any, content: bytes, changes: dict[str, Any], code: str
) -> None:
    request_id = await case.drafted()
    with pytest.raises(Refused) as refusal:
        await attach(files, request_id, case.anna, content, **changes)
    assert refusal.value.code == code
    assert case.work.requests.stored[request_id].attachments == []
    assert vault.stored == {}
    assert case.work.removals.planned == {}


async def test_an_upload_that_breaks_off_half_way_leaves_nothing(case: Any, files: Files, vault: Any) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"%PDF" + b"x" * 10_000
        raise ConnectionError

    request_id = await case.drafted()
    command = AttachFile(request_id, "a.pdf", "application/pdf", None)
    with pytest.raises(ConnectionError):
        await files.attach(command, broken(), case.anna, None)
    assert (vault.stored, case.work.removals.planned) == ({}, {})


async def test_an_object_that_cannot_be_removed_now_is_removed_later(
    case: Any, files: Files, vault: Any, monkeypatch: pytest.MonkeyPatch, pdf: bytes
) -> None:
    async def away(_: str) -> None:
        raise Refused("service.unavailable")

    request_id = await case.drafted()
    vault.fails = True
    with monkeypatch.context() as patch, pytest.raises(Refused, match=r"service\.unavailable"):
        patch.setattr(vault, "remove", away)
        await attach(files, request_id, case.anna, pdf)
    assert len(vault.stored) == len(case.work.removals.planned) == 1
    assert await files.sweep() == 1
    assert (vault.stored, case.work.removals.planned) == ({}, {})


async def test_a_process_that_dies_in_the_middle_leaves_a_planned_removal(
    case: Any, files: Files, vault: Any, pdf: bytes
) -> None:
    request_id = await case.drafted()
    await case.work.removals.plan("left/behind", case.work.clock.now() + UPLOAD_TIME)
    vault.stored["left/behind"] = b"half a file"
    assert await files.sweep() == 0
    case.work.clock.advance(UPLOAD_TIME + timedelta(seconds=1))
    assert await files.sweep() == 1
    assert vault.stored == {}
    assert (await attach(files, request_id, case.anna, pdf)).size == len(pdf)


async def test_a_file_that_arrives_after_sending_is_refused(case: Any, files: Files, vault: Any) -> None:
    request_id = await case.drafted()

    async def slow() -> AsyncIterator[bytes]:
        yield b"%PDF" + b"x" * 10_000
        await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)
        yield b"the end"

    command = AttachFile(request_id, "a.pdf", "application/pdf", None)
    with pytest.raises(Refused, match=r"request\.step_not_possible"):
        await files.attach(command, slow(), case.anna, None)
    assert vault.stored == {}


async def test_an_upload_slower_than_the_sweep_is_told_so(case: Any, files: Files, vault: Any) -> None:
    request_id = await case.drafted()

    async def very_slow() -> AsyncIterator[bytes]:
        yield b"%PDF" + b"x" * 10_000
        case.work.clock.advance(UPLOAD_TIME * 2)
        await files.sweep()

    command = AttachFile(request_id, "a.pdf", "application/pdf", None)
    with pytest.raises(Refused, match=r"service\.unavailable"):
        await files.attach(command, very_slow(), case.anna, None)
    assert case.work.requests.stored[request_id].attachments == []


async def test_the_same_key_attaches_once(case: Any, files: Files, vault: Any, pdf: bytes) -> None:
    request_id = await case.drafted()
    first = await attach(files, request_id, case.anna, pdf, key="k")
    again = await attach(files, request_id, case.anna, pdf, key="k")
    assert again == first
    assert len(vault.stored) == len(case.work.requests.stored[request_id].attachments) == 1
    with pytest.raises(Refused, match=r"command\.key_reused"):
        await attach(files, request_id, case.anna, pdf + b"more", key="k")


async def test_there_is_a_limit_of_files(case: Any, files: Files, pdf: bytes) -> None:
    request_id = await case.drafted()
    for _ in range(MAX_FILES):
        await attach(files, request_id, case.anna, pdf)
    with pytest.raises(Refused, match=r"attachment\.too_many"):
        await attach(files, request_id, case.anna, pdf)


async def test_a_removed_file_is_gone(case: Any, files: Files, vault: Any, pdf: bytes) -> None:
    request_id = await case.drafted()
    attachment = await attach(files, request_id, case.anna, pdf)
    await files.detach(RemoveAttachment(request_id, attachment.id), case.anna)
    assert vault.stored == {}
    with pytest.raises(Refused, match=r"resource\.not_found"):
        await files.download(request_id, attachment.id, case.anna)


async def test_nobody_removes_the_other_sides_files(case: Any, files: Files, pdf: bytes) -> None:
    request_id = await case.accepted()
    theirs = await attach(files, request_id, case.bela, pdf)
    with pytest.raises(Refused, match=r"request\.step_not_possible"):
        await files.detach(RemoveAttachment(request_id, theirs.id), case.anna)


async def test_files_of_the_reply_are_handed_over_with_the_reply(case: Any, files: Files, pdf: bytes) -> None:
    request_id = await case.accepted()
    theirs = await attach(files, request_id, case.bela, pdf)
    assert (await case.view(request_id, case.bela)).attachments[0].id == theirs.id
    assert (await case.view(request_id, case.anna)).attachments == []
    with pytest.raises(Refused, match=r"resource\.not_found"):
        await files.download(request_id, theirs.id, case.anna)


@pytest.mark.parametrize("role", [Role.BASIC_USER, Role.VIEWER, Role.ALLOCATOR])
async def test_only_handlers_attach(case: Any, files: Files, role: Role, pdf: bytes) -> None:
    request_id = await case.drafted()
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await attach(files, request_id, case.actor(case.german, role), pdf)


async def test_an_erased_key_makes_the_file_unreadable(case: Any, files: Files, pdf: bytes) -> None:
    request_id = await case.drafted()
    attachment = await attach(files, request_id, case.anna, pdf)
    del case.work.keys.stored[request_id]
    with pytest.raises(Refused, match=r"attachment\.erased"):
        await files.download(request_id, attachment.id, case.anna)


async def test_a_file_of_another_request_is_not_found(case: Any, files: Files) -> None:
    with pytest.raises(Refused, match=r"resource\.not_found"):
        await files.download(await case.drafted(), uuid4(), case.anna)
