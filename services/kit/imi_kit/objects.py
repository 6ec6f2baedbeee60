"""Bytes in S3 through the minio client; streams in and out with flat memory."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from minio import Minio
from minio.error import S3Error
from urllib3 import PoolManager, Timeout

PART_BYTES = 5 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
QUEUE_CHUNKS = 4
TIMEOUT = Timeout(connect=5, read=60)


class ObjectMissing(Exception):  # noqa: N818
    """There is no such object."""


class Objects:
    """One bucket: `http://key:secret@host:port/bucket`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.bucket = parts.path.strip("/")
        self._client = Minio(
            f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}",
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            secure=parts.scheme == "https",
            region="us-east-1",
            http_client=PoolManager(timeout=TIMEOUT, retries=False, maxsize=16),
        )

    async def ping(self) -> None:
        await asyncio.to_thread(lambda: next(iter(self._client.list_objects(self.bucket)), None))

    async def put(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        """Upload a stream of unknown length in parts; an error while reading aborts the upload."""
        pipe = _Pipe()
        upload = asyncio.create_task(
            asyncio.to_thread(
                self._client.put_object,
                self.bucket,
                name,
                cast("BinaryIO", pipe),
                -1,
                part_size=PART_BYTES,
                num_parallel_uploads=1,  # the default keeps three parts in memory for each upload
            )
        )
        try:
            async for chunk in chunks:
                await pipe.write(chunk, upload)
            await pipe.finish(upload)
        except BaseException:
            pipe.abort()
            await asyncio.gather(upload, return_exceptions=True)
            raise
        await upload

    async def get(self, name: str) -> AsyncIterator[bytes]:
        """Yield the object's bytes; raises ObjectMissing before the first of them."""
        try:
            response = await asyncio.to_thread(self._client.get_object, self.bucket, name)
        except S3Error as error:
            if error.code == "NoSuchKey":
                raise ObjectMissing(name) from error
            raise
        try:
            while chunk := await asyncio.to_thread(response.read, CHUNK_BYTES):
                yield chunk
        finally:
            response.close()
            response.release_conn()

    async def delete(self, name: str) -> None:
        await asyncio.to_thread(self._client.remove_object, self.bucket, name)


class _Pipe:
    """What the event loop writes, the uploading thread reads; holds a few chunks at most."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._changed = threading.Condition()
        self._ended = False
        self._aborted = False

    async def write(self, chunk: bytes, upload: "asyncio.Task[Any]") -> None:
        while len(self._buffer) > QUEUE_CHUNKS * CHUNK_BYTES:
            if upload.done():
                await upload
            await asyncio.sleep(0.002)
        with self._changed:
            self._buffer += chunk
            self._changed.notify()

    async def finish(self, upload: "asyncio.Task[Any]") -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()
        await upload

    def abort(self) -> None:
        with self._changed:
            self._aborted = True
            self._changed.notify()

    def read(self, size: int = -1) -> bytes:
        """Called by minio in its thread: up to `size` bytes, b"" at the end."""
        with self._changed:
            while not self._buffer and not self._ended and not self._aborted:
                self._changed.wait(1.0)
            if self._aborted:
                raise OSError("the upload was given up")
            taken = bytes(self._buffer if size < 0 else self._buffer[:size])
            del self._buffer[: len(taken)]
            return taken
