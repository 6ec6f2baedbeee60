"""A request keeps the version of the area it was begun with, whatever is published later."""

from typing import Any

import pytest

from imi_contracts.errors import Refused
from imi_requests.application.commands.save_draft import SaveDraft, save_draft
from imi_requests.domain.request import AskedQuestion, DraftContent

SINCE_VERSION_2 = "4.4.1"


async def test_a_new_request_is_begun_with_the_newest_version(case: Any) -> None:
    request = case.work.requests.stored[await case.created()]
    assert request.area_version == case.areas.newest(request.area).version > 1


async def test_a_question_added_later_cannot_be_asked_in_an_older_request(case: Any) -> None:
    content = DraftContent(questions=(AskedQuestion(SINCE_VERSION_2),))
    newer, older = await case.created(), await case.created()
    case.work.requests.stored[older].area_version = 1
    await save_draft(SaveDraft(newer, None, content), case.anna, case.work, case.areas)
    with pytest.raises(Refused) as refusal:
        await save_draft(SaveDraft(older, None, content), case.anna, case.work, case.areas)
    assert [p["code"] for p in refusal.value.params["problems"]] == ["question.unknown"]


async def test_an_older_request_is_still_shown_and_carried_on(case: Any) -> None:
    request_id = await case.sent()
    case.work.requests.stored[request_id].area_version = 1
    view = await case.view(request_id, case.bela)
    assert view.area_version == 1
    assert [asked.question for asked in view.questions] == ["2.1.1", "1.1.3", "5.2.2"]


async def test_a_version_that_was_never_published_here_is_refused_by_name(case: Any) -> None:
    request_id = await case.sent()
    case.work.requests.stored[request_id].area_version = 99
    with pytest.raises(Refused, match=r"area\.unknown"):
        await case.view(request_id, case.bela)
