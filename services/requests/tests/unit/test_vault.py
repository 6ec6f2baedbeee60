"""Bytes at rest: only what was stored comes back; anything else is an error."""

import os
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imi_contracts.errors import Refused
from imi_kit.objects import ObjectMissing
from imi_requests.adapters.vault import PLAIN_BYTES, SEALED_BYTES, TAG_BYTES, S3Vault, _even

KEK = os.urandom(32)
PLACE = uuid4(), uuid4()


class Shelf:
    """An object store in a dictionary, giving its bytes in awkward pieces."""

    def __init__(self) -> None:
        self.stored: dict[str, bytes] = {}

    async def put(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        self.stored[name] = b"".join([chunk async for chunk in chunks])

    async def get(self, name: str) -> AsyncIterator[bytes]:
        if name not in self.stored:
            raise ObjectMissing(name)
        content = self.stored[name]
        for start in range(0, len(content), 100_001):
            yield content[start : start + 100_001]

    async def delete(self, name: str) -> None:
        self.stored.pop(name, None)


async def pieces(content: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def stored(content: bytes) -> tuple[S3Vault, Shelf, bytes, str]:
    shelf = Shelf()
    vault = S3Vault(shelf, KEK)  # type: ignore[arg-type]
    key = vault.new_key(PLACE[0])
    await vault.store(key, *PLACE, pieces(content, 70_000))
    return vault, shelf, key, f"{PLACE[0]}/{PLACE[1]}"


async def read(vault: S3Vault, key: bytes, place: tuple[UUID, UUID] = PLACE) -> bytes:
    return b"".join([chunk async for chunk in vault.read(key, *place)])


@pytest.mark.parametrize("size", [0, 1, PLAIN_BYTES - 1, PLAIN_BYTES, PLAIN_BYTES + 1, 3 * PLAIN_BYTES])
async def test_what_was_stored_comes_back(size: int) -> None:
    content = os.urandom(size)
    vault, shelf, key, name = await stored(content)
    assert await read(vault, key) == content
    assert len(shelf.stored[name]) == size + TAG_BYTES * max(1, -(-size // PLAIN_BYTES))


async def test_nothing_readable_reaches_the_store() -> None:
    _, shelf, _, name = await stored(b"Kovacs Ilona" * 1000)
    assert b"Kovacs" not in shelf.stored[name]


@given(st.integers(0, 3 * SEALED_BYTES - 1), st.integers(1, 255))
@settings(max_examples=25, deadline=None)
async def test_a_single_changed_byte_is_noticed(place: int, flip: int) -> None:
    vault, shelf, key, name = await stored(b"a" * 3 * PLAIN_BYTES)
    changed = bytearray(shelf.stored[name])
    changed[place] ^= flip
    shelf.stored[name] = bytes(changed)
    with pytest.raises(Refused, match=r"attachment\.damaged"):
        await read(vault, key)


@pytest.mark.parametrize("cut", [1, TAG_BYTES, SEALED_BYTES, 2 * SEALED_BYTES])
async def test_a_shortened_object_is_noticed_even_at_a_chunk_border(cut: int) -> None:
    vault, shelf, key, name = await stored(b"a" * 3 * PLAIN_BYTES)
    shelf.stored[name] = shelf.stored[name][:-cut]
    with pytest.raises(Refused, match=r"attachment\.damaged"):
        await read(vault, key)


async def test_exchanged_chunks_are_noticed() -> None:
    vault, shelf, key, name = await stored(os.urandom(3 * PLAIN_BYTES))
    content = shelf.stored[name]
    first, second, rest = (
        content[:SEALED_BYTES],
        content[SEALED_BYTES : 2 * SEALED_BYTES],
        content[2 * SEALED_BYTES :],
    )
    shelf.stored[name] = second + first + rest
    with pytest.raises(Refused, match=r"attachment\.damaged"):
        await read(vault, key)


async def test_a_file_put_in_another_files_place_is_noticed() -> None:
    vault, shelf, key, name = await stored(b"a")
    other = PLACE[0], uuid4()
    shelf.stored[f"{other[0]}/{other[1]}"] = shelf.stored[name]
    with pytest.raises(Refused, match=r"attachment\.damaged"):
        await read(vault, key, other)


async def test_a_key_of_another_exchange_opens_nothing() -> None:
    vault, _, _, _ = await stored(b"a")
    with pytest.raises(Refused, match=r"attachment\.damaged"):
        await read(vault, vault.new_key(uuid4()))
    with pytest.raises(Refused, match=r"attachment\.damaged"):
        await read(vault, vault.new_key(PLACE[0]))


async def test_a_lost_object_is_damage_and_not_an_empty_file() -> None:
    vault, shelf, key, _ = await stored(b"a")
    shelf.stored.clear()
    with pytest.raises(Refused, match=r"attachment\.damaged"):
        await read(vault, key)


@given(st.lists(st.binary(max_size=40)), st.integers(1, 20))
async def test_however_the_bytes_arrive_the_pieces_are_even(chunks: list[bytes], size: int) -> None:
    async def source() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    found = [item async for item in _even(source(), size)]
    assert b"".join(piece for piece, _ in found) == b"".join(chunks)
    assert all(len(piece) == size for piece, _ in found[:-1])
    assert [last for _, last in found] == [False] * (len(found) - 1) + [True]
    assert len(found) == 1 or found[-1][0]


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        (b"II*\0" + b"\0" * 20, "image/tiff"),
        (b"<html><script>", None),
        (b"", None),
    ],
)
def test_the_first_bytes_betray_the_type(head: bytes, media_type: str | None) -> None:
    vault = S3Vault(Shelf(), KEK)  # type: ignore[arg-type]
    assert vault.sniff(head) == media_type
