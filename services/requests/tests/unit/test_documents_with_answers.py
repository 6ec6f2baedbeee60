"""Documents asked for with an answer, and documents that a reply calls enclosed."""

from dataclasses import replace
from typing import Any

import pytest

from imi_contracts.errors import Refused
from imi_requests.application.commands.accept_request import AcceptRequest, accept_request
from imi_requests.application.commands.reply_to_request import ReplyToRequest, reply_to_request
from imi_requests.application.commands.save_answers import NewAnswer
from imi_requests.application.commands.save_draft import SaveDraft, save_draft
from imi_requests.application.commands.send_request import SendRequest, send_request
from imi_requests.domain.request import AskedQuestion

MAY_ASK_FOR_ONE, MAY_NOT = "3.2.1", "3.2.3"
CHECKLIST = "5.4.3"


async def drafted(case: Any, *asked: AskedQuestion) -> Any:
    request_id = await case.created()
    content = replace(case.content, questions=asked)
    await save_draft(SaveDraft(request_id, None, content), case.anna, case.work, case.areas)
    return request_id


async def test_a_document_can_be_asked_for_with_an_answer_and_both_sides_see_it(case: Any) -> None:
    request_id = await drafted(case, AskedQuestion(MAY_ASK_FOR_ONE, attachment_wanted=True))
    await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)
    for reader in (case.anna, case.bela):
        view = await case.view(request_id, reader)
        assert [(q.question, q.attachment_wanted) for q in view.questions] == [(MAY_ASK_FOR_ONE, True)]


async def test_a_question_that_takes_no_document_cannot_ask_for_one(case: Any) -> None:
    with pytest.raises(Refused) as refusal:
        await drafted(case, AskedQuestion(MAY_NOT, attachment_wanted=True))
    (problem,) = refusal.value.params["problems"]
    assert (problem["code"], problem["pointer"]) == (
        "question.parameter_unknown",
        "/questions/0/attachment_wanted",
    )


async def test_a_reply_that_calls_a_document_enclosed_and_encloses_none_is_not_sent(case: Any) -> None:
    request_id = await drafted(case, AskedQuestion(CHECKLIST))
    await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)
    await accept_request(AcceptRequest(request_id, None), case.bela, case.work, case.areas)
    documents = case.areas.newest("professional-qualifications").question(CHECKLIST).answer.choices

    def reply(state: str) -> ReplyToRequest:
        return ReplyToRequest(
            request_id, None, (NewAnswer(CHECKLIST, dict.fromkeys(documents, state)),), None
        )

    with pytest.raises(Refused) as refusal:
        await reply_to_request(reply("enclosed"), case.bela, case.work, case.areas)
    (problem,) = refusal.value.params["problems"]
    assert (problem["code"], problem["pointer"]) == ("question.attachment_missing", "/answers/0/value")
    await reply_to_request(reply("to_follow"), case.bela, case.work, case.areas)
