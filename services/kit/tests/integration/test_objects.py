"""Bytes in S3: streamed in and out, all of them or none."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from minio.error import S3Error

from imi_kit.objects import ObjectMissing, Objects

pytestmark = pytest.mark.integration
CHUNK = bytes(range(256)) * 256


async def stream(count: int, chunk: bytes = CHUNK) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield chunk


async def digest(objects: Objects, name: str) -> str:
    found = hashlib.sha256()
    async for chunk in objects.get(name):
        found.update(chunk)
    return found.hexdigest()


@pytest.mark.parametrize("count", [0, 1, 79, 80, 81, 200])
async def test_what_goes_in_comes_out(s3_url: str, count: int) -> None:
    objects = Objects(s3_url)
    await objects.put("a/b", stream(count))
    assert await digest(objects, "a/b") == hashlib.sha256(CHUNK * count).hexdigest()


async def test_memory_stays_flat_for_a_long_stream(s3_url: str) -> None:
    import psutil

    objects = Objects(s3_url)
    await objects.put("warm", stream(100))
    before = psutil.Process().memory_info().rss
    await objects.put("long", stream(1600))
    assert psutil.Process().memory_info().rss - before < 40 * 1024 * 1024
    assert await digest(objects, "long") == hashlib.sha256(CHUNK * 1600).hexdigest()


@pytest.mark.parametrize("before_failing", [0, 1, 120])
async def test_an_upload_that_breaks_off_leaves_nothing(s3_url: str, before_failing: int) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        async for chunk in stream(before_failing):
            yield chunk
        raise ConnectionResetError("the browser went away")

    objects = Objects(s3_url)
    with pytest.raises(ConnectionResetError):
        await objects.put("half", breaking())
    with pytest.raises(ObjectMissing):
        await digest(objects, "half")


async def test_a_store_that_refuses_makes_the_upload_fail(s3_url: str) -> None:
    account, _, place = s3_url.rpartition("@")
    objects = Objects(f"{account}wrong@{place}")
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        await objects.put("x", stream(200))


async def test_what_is_deleted_is_missing_and_deleting_twice_is_no_error(s3_url: str) -> None:
    objects = Objects(s3_url)
    await objects.put("x", stream(1))
    await objects.delete("x")
    await objects.delete("x")
    with pytest.raises(ObjectMissing):
        await digest(objects, "x")


async def test_ping_tells_whether_the_bucket_can_be_reached(s3_url: str) -> None:
    await Objects(s3_url).ping()
    away: Any = Objects("http://key:secretsecret@127.0.0.1:1/bucket")
    with pytest.raises(Exception, match=r"refused|retries"):
        await away.ping()
