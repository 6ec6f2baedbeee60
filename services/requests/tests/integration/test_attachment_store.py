"""Attachments on the real object store, through a real server process."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from minio import Minio

pytestmark = pytest.mark.integration

MEGABYTE = 1024 * 1024


async def megabytes(count: int) -> AsyncIterator[bytes]:
    yield b"%PDF-1.7\n"
    left = count * MEGABYTE - 9
    while left:
        size = min(left, 64 * 1024)
        yield b"x" * size
        left -= size


def store(bucket: str) -> tuple[Minio, str]:
    parts = urlsplit(bucket)
    client = Minio(
        f"{parts.hostname}:{parts.port}",
        parts.username,
        parts.password,
        secure=False,
        region="us-east-1",
    )
    return client, parts.path.strip("/")


def objects(bucket: str, request_id: str) -> list[str]:
    client, name = store(bucket)
    return [o.object_name or "" for o in client.list_objects(name, prefix=f"{request_id}/", recursive=True)]


async def files(world: Any, view: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await world.anna.get(f"/requests/{view['id']}")).json()["attachments"]
    return found


async def test_a_file_of_25_megabytes_is_refused_while_it_streams(
    world: Any, bucket: str, draft: dict[str, Any]
) -> None:
    view = await world.drafted(draft)
    answer = await world.anna.attach(view["id"], megabytes(25))
    assert (answer.status_code, answer.json()["code"]) == (413, "attachment.too_large")
    assert answer.json()["params"] == {"limit_mb": 20}
    assert await files(world, view) == []
    assert objects(bucket, view["id"]) == []


async def test_the_refusal_reaches_a_sender_who_is_still_sending(
    server: Any, bucket: str, draft: dict[str, Any]
) -> None:
    view = await server.drafted(draft)
    answer = await server.anna.attach(view["id"], megabytes(25))
    assert (answer.status_code, answer.json()["code"]) == (413, "attachment.too_large")
    assert objects(bucket, view["id"]) == []
    assert (await server.anna.attach(view["id"], megabytes(1))).status_code == 201


async def test_an_announced_size_over_the_limit_is_refused_before_a_byte_is_read(
    world: Any, draft: dict[str, Any]
) -> None:
    view = await world.drafted(draft)
    answer = await world.anna.attach(view["id"], b"%PDF" + b"x" * 21 * MEGABYTE)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"MZ\x90\x00" + b"\0" * 100, "application/pdf"),
        (b"%PDF-1.7", "image/png"),
        (b"<svg/>", "image/svg+xml"),
    ],
)
async def test_a_file_that_is_not_what_it_says_is_refused(
    world: Any, bucket: str, draft: dict[str, Any], content: bytes, media_type: str
) -> None:
    view = await world.drafted(draft)
    answer = await world.anna.attach(view["id"], content, media_type=media_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "attachment.type_not_allowed")
    assert objects(bucket, view["id"]) == []


async def test_the_store_holds_nothing_readable_and_a_change_there_is_an_error(
    world: Any, bucket: str, draft: dict[str, Any]
) -> None:
    view = await world.drafted(draft)
    content = b"%PDF-1.7 Kovacs" + b"x" * 200_000
    file = (await world.anna.attach(view["id"], content)).json()
    (name,) = objects(bucket, view["id"])
    client, place = store(bucket)
    stored = client.get_object(place, name).read()
    assert b"Kovacs" not in stored
    assert name == f"{view['id']}/{file['id']}"
    changed = Path("/tmp") / f"imi-{file['id']}"
    changed.write_bytes(bytes([stored[0] ^ 1]) + stored[1:])
    client.fput_object(place, name, str(changed))
    changed.unlink()
    answer = await world.anna.get(f"/requests/{view['id']}/attachments/{file['id']}")
    assert (answer.status_code, answer.json()["code"]) == (500, "attachment.damaged")


async def test_damage_behind_the_first_chunk_breaks_the_connection_off(
    server: Any, bucket: str, draft: dict[str, Any]
) -> None:
    view = await server.drafted(draft)
    file = (await server.anna.attach(view["id"], megabytes(2))).json()
    client, place = store(bucket)
    (name,) = objects(bucket, view["id"])
    stored = client.get_object(place, name).read()
    shortened = Path("/tmp") / f"imi-{file['id']}"
    shortened.write_bytes(stored[: MEGABYTE + 77])
    client.fput_object(place, name, str(shortened))
    shortened.unlink()
    with pytest.raises(httpx.RemoteProtocolError):
        await server.anna.get(f"/requests/{view['id']}/attachments/{file['id']}")


async def test_a_connection_lost_in_the_middle_leaves_neither_row_nor_object(
    server: Any, bucket: str, draft: dict[str, Any]
) -> None:
    view = await server.drafted(draft)

    async def breaks_off() -> AsyncIterator[bytes]:
        async for chunk in megabytes(8):
            yield chunk
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await server.anna.attach(view["id"], breaks_off())
    for _ in range(50):
        if not objects(bucket, view["id"]):
            break
        await asyncio.sleep(0.1)
    assert objects(bucket, view["id"]) == []
    assert await files(server, view) == []


async def test_twenty_megabytes_pass_with_flat_memory(server: Any, draft: dict[str, Any]) -> None:
    view = await server.drafted(draft)
    # Three parts of five megabytes: what the object store's client ever holds at once.
    warm = (await server.anna.attach(view["id"], megabytes(11))).json()
    await read(server, view, warm)
    before = server.peak_memory()
    file = (await server.anna.attach(view["id"], megabytes(20))).json()
    assert file["size"] == 20 * MEGABYTE
    assert await read(server, view, file) == 20 * MEGABYTE
    grown = (server.peak_memory() - before) / MEGABYTE
    assert grown < 10, f"peak memory grew by {grown:.1f} MB"


async def read(world: Any, view: dict[str, Any], file: dict[str, Any]) -> int:
    path, size = f"/requests/{view['id']}/attachments/{file['id']}", 0
    headers = world.mint.bearer(world.anna.identity)
    async with world.http.stream("GET", path, headers=headers) as answer:
        assert answer.headers["content-length"] == str(file["size"])
        async for chunk in answer.aiter_bytes():
            size += len(chunk)
    return size
