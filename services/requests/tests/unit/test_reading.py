"""What each reader gets of a request, and what the lists hold."""

from dataclasses import replace
from typing import Any

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import Role, Status
from imi_requests.application.queries.list_requests import ListRequests, count_requests, list_requests
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import AskedQuestion

PERSONAL = ("Kovács", "Ilona", "1987", "möchte", "Üdvöz", "szájsebész")


async def test_before_acceptance_the_other_side_sees_questions_and_no_person(case: Any) -> None:
    view = await case.view(await case.sent(), case.bela)
    assert (view.subject, view.subject_hidden, view.attachments, view.free_texts) == (None, True, None, [])
    assert [q.question for q in view.questions] == ["2.1.1", "1.1.3", "5.2.2"]
    assert not any(word in repr(view) for word in PERSONAL)


async def test_before_acceptance_placeholders_show_what_is_not_personal(case: Any) -> None:
    view = await case.view(await case.sent(), case.bela)
    by_id = {q.question: q.parameters for q in view.questions}
    assert by_id["1.1.3"] == {"FreeTextActivity": "implants", "Profession": "dentist"}


async def test_before_acceptance_not_even_an_attachments_id_is_shown(case: Any) -> None:
    about = AskedQuestion("6.1.2", {"DocumentKind": "diploma"})
    request_id = await case.drafted(replace(case.content, questions=(about,)))
    request = case.work.requests.stored[request_id]
    request.questions = [AskedQuestion("6.1.2", {"DocumentKind": "diploma", "Attachment": "an-id"})]
    request.status = Status.AWAITING_ACCEPTANCE
    view = await case.view(request_id, case.bela)
    assert view.questions[0].parameters.get("Attachment") is None
    assert view.questions[0].parameters["DocumentKind"] == "diploma"


@pytest.mark.parametrize("role", [Role.BASIC_USER, Role.ALLOCATOR, Role.LOCAL_DATA_ADMINISTRATOR])
async def test_whoever_may_not_read_sees_the_header_only(case: Any, role: Role) -> None:
    request_id = await case.replied()
    for authority in (case.german, case.hungarian):
        view = await case.view(request_id, case.actor(authority, role))
        assert (view.questions, view.free_texts, view.attachments, view.ratings) == ([], [], None, None)
        assert view.actions == []
        assert not any(word in repr(view) for word in PERSONAL)
        assert view.number == "EX-2026-000001"


async def test_a_viewer_reads_everything_and_does_nothing(case: Any) -> None:
    view = await case.view(await case.replied(), case.actor(case.german, Role.VIEWER))
    assert view.subject is not None
    assert view.questions[0].answer is not None
    assert view.actions == []


async def test_everybody_else_finds_nothing(case: Any) -> None:
    request_id = await case.replied()
    strangers = [
        case.claire,
        replace(case.anna, roles={"posting": ["request_handler"]}),
        replace(case.anna, authority=None),
        Actor("system:fr", "FR", is_system=True),
    ]
    for stranger in strangers:
        with pytest.raises(Refused) as refusal:
            await case.view(request_id, stranger)
        assert (refusal.value.code, refusal.value.params) == ("resource.not_found", {})


async def test_a_draft_does_not_exist_for_the_other_side(case: Any) -> None:
    with pytest.raises(Refused, match=r"resource\.not_found"):
        await case.view(await case.drafted(), case.bela)


async def boxes(case: Any, actor: Actor) -> dict[str, int]:
    return {name: count for name, count in (await count_requests(actor, case.work)).items() if count}


async def test_a_request_moves_through_the_boxes(case: Any) -> None:
    await case.drafted()
    assert (await boxes(case, case.anna), await boxes(case, case.bela)) == ({"drafts": 1}, {})
    await case.sent()
    assert await boxes(case, case.anna) == {"drafts": 1, "sent": 1}
    assert await boxes(case, case.bela) == {"action": 1, "received": 1}
    await case.replied()
    assert await boxes(case, case.anna) == {"drafts": 1, "sent": 2, "action": 1}


async def test_a_list_holds_no_content(case: Any) -> None:
    await case.replied()
    basic = case.actor(case.german, Role.BASIC_USER)
    rows = await list_requests(ListRequests("sent"), basic, case.work)
    assert rows.total == 1
    assert rows.items[0].needs_action
    assert not any(word in repr(rows) for word in PERSONAL)


async def test_a_status_narrows_a_box(case: Any) -> None:
    await case.sent()
    await case.accepted()
    rows = await list_requests(ListRequests("received", Status.ACCEPTED), case.bela, case.work)
    assert [row.status for row in rows.items] == ["accepted"]
    nothing = await list_requests(ListRequests("received", Status.DRAFT), case.bela, case.work)
    assert nothing.total == 0


async def test_whoever_stands_on_no_side_has_empty_lists(case: Any) -> None:
    await case.sent()
    nobody = Actor("administrator", "", roles={"*": ["viewer"]})
    assert await boxes(case, nobody) == {}
    assert (await list_requests(ListRequests("sent"), nobody, case.work)).items == []
    assert await boxes(case, Actor("c", "HU", case.hungarian.id)) == {}


async def test_a_system_lists_what_concerns_its_country(case: Any) -> None:
    await case.sent()
    assert await boxes(case, Actor("system:hu", "HU", is_system=True)) == {"action": 1, "received": 1}
