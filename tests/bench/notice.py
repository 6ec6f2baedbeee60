"""From pressing "send" on one screen to the number at the bell on another, on an otherwise idle stack."""

import asyncio
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from re import findall

from tests.bench.runner import Limit, Series
from tests.bench.visitor import Visitor

from imi_local.running import RunningStack

SENDS = 12
WAIT_SECONDS = 30.0
P95_MS = 250.0
PERSON = {
    "subject.Profession": "dentist",
    "subject.FirstName": "Test",
    "subject.Surname": "Measure",
    "subject.BirthDate": "1980-05-17",
    "subject.AwardingCountry": "HU",
}


async def measure(run_dir: Path, rounds: int) -> list[Limit]:
    stack = RunningStack.at(run_dir)
    people = [a for a in stack.accounts if "request_handler" in a["roles"]]
    german = next(a for a in people if a["country"] == "DE")
    hungarian = next(a for a in people if a["country"] == "HU" and "Fogorvosi" in a["authority"])
    async with Visitor.logged_in(stack.url, german) as anna, Visitor.logged_in(stack.url, hungarian) as bela:
        await _once(anna, bela)  # warm-up
        values = [[await _once(anna, bela) for _ in range(SENDS)] for _ in range(rounds)]
    note = f"{SENDS} requests a round; pressing send, to the bell fetched again after the page was told"
    return [
        Limit(
            "Send to notice visible, p50",
            Series("p50", "ms", [statistics.median(r) for r in values]),
            note=note,
        ),
        Limit(
            "Send to notice visible, p95",
            Series("p95", "ms", [statistics.quantiles(r, n=20)[18] for r in values]),
            at_most=P95_MS,
            note=note,
        ),
    ]


async def _once(anna: Visitor, bela: Visitor) -> float:
    review = await _draft(anna)
    form = {**await anna.hidden(review), "go": "send"}
    before, ready, sent = await bela.unread(), asyncio.Event(), asyncio.Event()

    async def visible() -> float:
        async for _ in bela.hears("notices", ready):
            await sent.wait()
            if await bela.unread() > before:
                return time.perf_counter()
        raise ConnectionError("the stream ended")

    async with asyncio.timeout(WAIT_SECONDS):
        watching = asyncio.create_task(visible())
        await ready.wait()
        begun = time.perf_counter()
        sent.set()
        await anna.post(review, form)
        return (await watching - begun) * 1000


async def _dentists(anna: Visitor) -> str:
    """The page of the chamber that the other side works for."""
    found = await anna.http.get("/directory", params={"q": "zahnarzt", "country": "HU"})
    for link in findall(r'href="(/directory/[0-9a-f-]{36})"', found.text):
        page = (await anna.http.get(link)).text
        if 'action="/requests"' in page:
            return str(link)
    raise LookupError("the directory shows no Hungarian dentists' chamber to write to")


async def _draft(anna: Visitor) -> str:
    """A complete draft, written page by page; returns the address of its last step."""
    begun = await anna.submit(await _dentists(anna), "/requests")
    case = str(begun.url.path).rpartition("/")[0]
    deadline = (datetime.now(UTC) + timedelta(days=14)).date().isoformat()
    message = {"free_text": "", "deadline": deadline, "legal_basis": "art-50-2"}
    await anna.submit(f"{case}/person", go="next", **PERSON)
    await anna.submit(f"{case}/questions", go="next", question=["2.2.1", "5.1.1"])
    await anna.submit(f"{case}/message", go="next", **message)
    return f"{case}/review"
