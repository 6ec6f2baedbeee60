"""Data that change on disk reach a running process; what is broken is said and changes nothing."""

import asyncio
from dataclasses import dataclass, field

from imi_kit import reload
from imi_kit.reload import Reloader


@dataclass
class _Look:
    changed: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass
class _Data:
    """Answers with what is prepared, then with nothing new."""

    looks: list[_Look]
    started_with: _Look = field(default_factory=_Look)
    times: int = 0

    def refresh(self) -> _Look:
        self.times += 1
        return self.looks.pop(0) if self.looks else _Look()


async def test_a_look_tells_what_is_new() -> None:
    reloader = Reloader(_Data([_Look(("services",))]))
    assert await reloader.look() == ("services",)
    assert await reloader.look() == ()


async def test_the_worker_looks_again_and_again_until_it_is_stopped(monkeypatch) -> None:
    monkeypatch.setattr(reload, "LOOK_EVERY_SECONDS", 0.01)
    data, stop = _Data([_Look(findings=("area.yaml:1: broken",))]), asyncio.Event()
    running = asyncio.create_task(Reloader(data).run(stop))
    async with asyncio.timeout(5):
        while data.times < 3:
            await asyncio.sleep(0.01)
        stop.set()
        await running
