"""A large body is read for those who are known, and for nobody else."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import Request

from imi_kit.http import CurrentIdentity, create_app
from imi_kit.http.large_bodies import SMALL_BYTES
from imi_kit.identity import Identity
from imi_kit.testing import TokenMint

KNOWN = Identity("a", "person")
LARGE = b"x" * (SMALL_BYTES + 1)


class Upload:
    """Counts how much of it was taken."""

    def __init__(self) -> None:
        self.taken = 0

    async def chunks(self) -> AsyncIterator[bytes]:
        for _ in range(4):
            self.taken += 1
            yield LARGE


@pytest.fixture
async def service(mint: TokenMint) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app("test", identity_public_key=mint.public_key, checks={})

    @app.post("/things")
    async def take(_: CurrentIdentity, request: Request) -> int:
        return len(await request.body())

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_whoever_is_known_may_send_much(service: httpx.AsyncClient, mint: TokenMint) -> None:
    answer = await service.post("/things", content=LARGE, headers=mint.bearer(KNOWN))
    assert answer.json() == len(LARGE)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer a.b.c"}, {"authorization": "Basic x"}])
async def test_strangers_are_refused_before_a_byte_is_read(
    service: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    for length in ({}, {"content-length": str(4 * len(LARGE))}, {"content-length": "9" * 30}):
        upload = Upload()
        answer = await service.post("/things", content=upload.chunks(), headers=headers | length)
        assert (answer.status_code, answer.headers["connection"]) == (401, "close")
        assert upload.taken == 0


async def test_a_small_body_of_a_stranger_meets_the_usual_answer(service: httpx.AsyncClient) -> None:
    assert (await service.post("/things", content=b"x")).json()["code"] == "identity.missing"
