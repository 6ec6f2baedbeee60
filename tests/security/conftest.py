"""The running system's doors, some authorities, and a case to begin with."""

import pytest

from imi_kit.identity import TokenSigner
from imi_local.provision.environment import identity_key
from imi_local.running import RunningStack
from imi_local.servers.state import RunState

from .knocking import ADMINISTRATOR, AREA, Case, Doors, person


@pytest.fixture(scope="session")
def state(stack: RunningStack) -> RunState:
    return RunState(stack.run_dir)


@pytest.fixture(scope="session")
def doors(state: RunState) -> Doors:
    return Doors(state, TokenSigner(identity_key(state, private=True)))


@pytest.fixture(scope="session")
def chambers(doors: Doors) -> dict[str, list[str]]:
    """Identifiers of a few authorities of the area, by country."""
    query = {"area": AREA, "competence": "professions:dentist", "size": "5"}
    listed = {}
    with doors.opened("directory", ADMINISTRATOR) as http:
        for country in ("DE", "HU", "FR"):
            answer = http.get("/authorities", params={**query, "country": country})
            listed[country] = [card["id"] for card in answer.json()["items"] if card["status"] == "active"]
    return listed


@pytest.fixture
def case(doors: Doors, chambers: dict[str, list[str]]) -> Case:
    """Nothing done yet."""
    return Case(doors, person(chambers["DE"][0], "DE"), person(chambers["HU"][0], "HU"))
