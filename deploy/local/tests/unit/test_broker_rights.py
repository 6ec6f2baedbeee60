"""Nobody may declare, services write under their own topic, states under their own key."""

import re

from imi_contracts.topology import QUEUES, STATES
from imi_local.provision.broker import all_rights


def test_every_service_and_every_state_has_rights_and_the_operator_too() -> None:
    assert len(all_rights()) == 6 + len(STATES) + 1


def test_every_queue_is_read_by_its_owner_only() -> None:
    for queue in QUEUES:
        readers = [user for user, rights in all_rights().items() if re.search(rights.read, queue.name)]
        assert readers == [queue.owner]


def test_a_service_publishes_events_of_its_own_only() -> None:
    topics = all_rights()["requests"].topics["imi.events"]
    assert re.search(topics, "requests.request.sent.v1")
    assert not re.search(topics, "directory.user.changed.v1")


def test_commands_come_from_services_that_have_some_to_give() -> None:
    senders = {user for user, rights in all_rights().items() if re.search(rights.write, "imi.commands")}
    assert senders == {"requests", "translation"}


def test_a_state_publishes_under_its_own_key_only() -> None:
    hungary = all_rights()["ms-hu"]
    assert re.search(hungary.write, "interchange")
    assert not re.search(hungary.write, "imi.events")
    assert re.search(hungary.topics["interchange"], "ms.hu.accept")
    for other in ("ms.de.accept", "ms.hu.", "xms.hu.accept", "ms.hux.accept"):
        assert not re.search(hungary.topics["interchange"], other)
    assert not re.search(hungary.read, "ms.de.out")
