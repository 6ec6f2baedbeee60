"""Kinds of request with limits of the law: Directive 2014/67/EU gives two working days for an urgent look-up."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Role
from imi_requests.application.commands.accept_request import AcceptRequest, accept_request
from imi_requests.application.commands.create_request import CreateRequest, create_request
from imi_requests.application.commands.propose_deadline import ProposeDeadline, propose_deadline
from imi_requests.application.commands.save_draft import SaveDraft, save_draft
from imi_requests.application.commands.send_request import SendRequest, send_request
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import AskedQuestion, DraftContent

AREA = "posting-of-workers"
SENT_ON = date(2026, 3, 2)  # a Monday, what the clock of the tests says
LIMIT_OF_URGENT = date(2026, 3, 4)
Draft = Callable[..., Awaitable[UUID]]


@pytest.fixture
def inspector(case: Any) -> Actor:
    for authority in (case.german, case.hungarian):
        authority.areas[AREA] = "authority"
    return replace(case.anna, roles={AREA: [Role.REQUEST_HANDLER]})


@pytest.fixture
def answering(case: Any) -> Actor:
    return replace(case.bela, roles={AREA: [Role.REQUEST_HANDLER]})


@pytest.fixture
def urgent() -> DraftContent:
    return DraftContent(
        subject={
            "CompanyName": "Bouwwerken Janssens",
            "CompanyAddress": "Antwerpen",
            "CompanyCountry": "BE",
            "Activity": "43",
        },
        questions=(AskedQuestion("6.1.1"),),
        deadline=LIMIT_OF_URGENT,
        legal_basis="art-6-6-a",
        kind="urgent",
        reason="The inspectors are at the building site.",
    )


@pytest.fixture
def drafted(case: Any, inspector: Actor) -> Draft:
    async def write(content: DraftContent) -> UUID:
        command = CreateRequest(AREA, case.hungarian.id, "de", "urgent")
        request_id = await create_request(command, inspector, case.work, case.areas)
        return await save_draft(SaveDraft(request_id, None, content), inspector, case.work, case.areas)

    return write


async def test_the_clock_of_these_tests_stands_on_a_monday(case: Any) -> None:
    assert case.work.clock.today() == SENT_ON


async def test_an_urgent_request_can_be_sent_within_its_two_working_days(
    case: Any, inspector: Actor, urgent: DraftContent, drafted: Draft
) -> None:
    request_id = await drafted(urgent)
    await send_request(SendRequest(request_id, None), inspector, case.work, case.areas)
    view = await case.view(request_id, inspector)
    assert (view.kind, view.latest_deadline) == ("urgent", LIMIT_OF_URGENT)
    assert [text.text for text in view.free_texts if text.field == "reason"] == [urgent.reason]


async def test_a_date_beyond_the_limit_is_refused_with_the_last_day_possible(
    case: Any, inspector: Actor, urgent: DraftContent, drafted: Draft
) -> None:
    request_id = await drafted(replace(urgent, deadline=date(2026, 3, 5)))
    with pytest.raises(Refused) as refusal:
        await send_request(SendRequest(request_id, None), inspector, case.work, case.areas)
    assert (refusal.value.code, refusal.value.params) == (
        "deadline.beyond_limit",
        {"deadline": LIMIT_OF_URGENT.isoformat()},
    )


async def test_an_urgent_request_without_a_reason_is_not_sent(
    case: Any, inspector: Actor, urgent: DraftContent, drafted: Draft
) -> None:
    request_id = await drafted(replace(urgent, reason="  "))
    with pytest.raises(Refused) as refusal:
        await send_request(SendRequest(request_id, None), inspector, case.work, case.areas)
    (problem,) = refusal.value.params["problems"]
    assert (problem["code"], problem["pointer"]) == ("request.reason_missing", "/reason")


async def test_a_question_of_another_kind_is_refused_while_the_draft_is_written(
    drafted: Draft, urgent: DraftContent
) -> None:
    with pytest.raises(Refused) as refusal:
        await drafted(replace(urgent, questions=(AskedQuestion("1.1.1"),)))
    assert [p["code"] for p in refusal.value.params["problems"]] == ["question.not_in_kind"]


async def test_an_unknown_kind_is_refused(case: Any, inspector: Actor) -> None:
    command = CreateRequest(AREA, case.hungarian.id, "de", "secret")
    with pytest.raises(Refused, match=r"request\.kind_unknown"):
        await create_request(command, inspector, case.work, case.areas)


async def test_a_request_without_a_kind_is_of_the_first(case: Any, inspector: Actor) -> None:
    command = CreateRequest(AREA, case.hungarian.id, "de")
    request_id = await create_request(command, inspector, case.work, case.areas)
    assert (await case.view(request_id, inspector)).kind == "information"


async def test_the_answering_side_cannot_put_the_date_beyond_the_limit_either(
    case: Any, inspector: Actor, answering: Actor, urgent: DraftContent, drafted: Draft
) -> None:
    request_id = await drafted(replace(urgent, deadline=date(2026, 3, 3)))
    await send_request(SendRequest(request_id, None), inspector, case.work, case.areas)
    with pytest.raises(Refused, match=r"deadline\.beyond_limit"):
        await accept_request(
            AcceptRequest(request_id, None, date(2026, 3, 9)), answering, case.work, case.areas
        )
    await accept_request(AcceptRequest(request_id, None, LIMIT_OF_URGENT), answering, case.work, case.areas)


async def test_once_the_limit_has_passed_any_later_date_may_be_agreed(
    case: Any, inspector: Actor, answering: Actor, urgent: DraftContent, drafted: Draft
) -> None:
    request_id = await drafted(urgent)
    await send_request(SendRequest(request_id, None), inspector, case.work, case.areas)
    await accept_request(AcceptRequest(request_id, None), answering, case.work, case.areas)
    case.work.clock.advance(timedelta(days=4))
    await propose_deadline(
        ProposeDeadline(request_id, None, date(2026, 3, 20)), answering, case.work, case.areas
    )
