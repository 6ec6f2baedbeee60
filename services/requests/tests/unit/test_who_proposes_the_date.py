"""Where the area says that the responding side proposes the date, a request is sent without one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from imi_contracts.areas import Area
from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Side
from imi_requests.application.commands.accept_request import AcceptRequest, accept_request
from imi_requests.application.commands.agree_deadline import AgreeDeadline, agree_deadline
from imi_requests.application.commands.save_draft import SaveDraft, save_draft
from imi_requests.application.commands.send_request import SendRequest, send_request

DAY = date(2026, 3, 20)


class _AnswererProposes:
    """The areas as they are, but for who proposes the date."""

    def __init__(self, areas: Any) -> None:
        self._areas = areas

    def of(self, request: Any) -> Area:
        area = self._areas.of(request)
        return replace(area, deadlines=replace(area.deadlines, proposed_by=Side.RESPONDING))


@pytest.fixture
async def sent(case: Any) -> Any:
    request_id = await case.created()
    case.areas = _AnswererProposes(case.areas)
    content = replace(case.content, deadline=None)
    await save_draft(SaveDraft(request_id, None, content), case.anna, case.work, case.areas)
    return await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)


async def test_whoever_accepts_must_name_the_date(case: Any, sent: Any) -> None:
    with pytest.raises(Refused, match=r"deadline\.nothing_to_agree"):
        await accept_request(AcceptRequest(sent, None), case.bela, case.work, case.areas)


async def test_the_named_date_waits_for_the_requesting_side_to_agree(case: Any, sent: Any) -> None:
    await accept_request(AcceptRequest(sent, None, DAY), case.bela, case.work, case.areas)
    view = await case.view(sent, case.anna)
    assert (view.deadline.proposed, view.deadline.agreed) == (DAY, None)
    await agree_deadline(AgreeDeadline(sent, None), case.anna, case.work, case.areas)
    assert (await case.view(sent, case.anna)).deadline.agreed == DAY
