"""1,000 commands while relay, consumers, services, broker and stores are killed at random."""

import os

import pytest

from .drill import Drill
from .place import own_place

pytestmark = pytest.mark.chaos
REQUESTS = int(os.environ.get("IMI_DRILL_REQUESTS", "250"))
SEED = int(os.environ.get("IMI_DRILL_SEED", "20260101"))
SERVERS_KILLED = {"rabbitmq", "postgres", "mongodb"}
ROLES_KILLED = {"relay", "consumer", "http", "scheduler"}


@pytest.mark.timeout(900)
async def test_a_thousand_commands_survive_random_kills_without_loss_or_repetition() -> None:
    with own_place() as place:
        report = await Drill(place, REQUESTS, SEED).run()
    print(report)
    assert report.lost == []
    assert report.duplicates == []
    assert report.problems == []
    assert set(report.kills) >= SERVERS_KILLED | ROLES_KILLED, "the storm was too weak to prove anything"
