"""A role is held for an authority's own work: where the authority does not work, its people ask nobody."""

from dataclasses import replace
from typing import Any

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Role
from imi_requests.application.commands.create_request import CreateRequest, create_request
from imi_requests.application.commands.send_request import SendRequest, send_request

AREA = "professional-qualifications"


@pytest.fixture
def command(case: Any) -> CreateRequest:
    return CreateRequest(AREA, case.hungarian.id, "de")


async def test_a_role_in_all_areas_does_not_reach_beyond_those_of_the_authority(
    case: Any, command: CreateRequest
) -> None:
    case.work.authorities.stored[case.german.id] = replace(case.german, areas={"services": "authority"})
    everywhere = replace(case.anna, roles={"*": [Role.REQUEST_HANDLER]})
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await create_request(command, everywhere, case.work, case.areas)


@pytest.mark.parametrize("status", ["suspended", "retired", "invited"])
async def test_an_authority_that_is_not_active_asks_nobody(
    case: Any, command: CreateRequest, status: str
) -> None:
    case.work.authorities.stored[case.german.id] = replace(case.german, status=status)
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await create_request(command, case.anna, case.work, case.areas)


async def test_an_authority_that_nobody_knows_asks_nobody(case: Any, command: CreateRequest) -> None:
    del case.work.authorities.stored[case.german.id]
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await create_request(command, case.anna, case.work, case.areas)


async def test_a_draft_of_an_authority_suspended_meanwhile_is_not_sent(case: Any) -> None:
    request = await case.created()
    case.work.authorities.stored[case.german.id] = replace(case.german, status="suspended")
    with pytest.raises(Refused):
        await send_request(SendRequest(request, None), case.anna, case.work, case.areas)
