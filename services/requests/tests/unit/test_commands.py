"""Each command through its handler: what changes, what is said, what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from imi_contracts.errors import Refused
from imi_contracts.events import requests as events
from imi_contracts.vocabularies.enums import Role, Side, Status
from imi_requests.application.commands.accept_request import AcceptRequest, accept_request
from imi_requests.application.commands.agree_deadline import AgreeDeadline, agree_deadline
from imi_requests.application.commands.ask_translations import AskTranslations, ask_translations
from imi_requests.application.commands.close_request import CloseRequest, close_request
from imi_requests.application.commands.create_request import CreateRequest, create_request
from imi_requests.application.commands.propose_deadline import ProposeDeadline, propose_deadline
from imi_requests.application.commands.reply_to_request import ReplyToRequest, reply_to_request
from imi_requests.application.commands.save_answers import NewAnswer, SaveAnswers, save_answers
from imi_requests.application.commands.save_draft import SaveDraft, save_draft
from imi_requests.application.commands.send_request import SendRequest, send_request
from imi_requests.application.commands.withdraw_request import WithdrawRequest, withdraw_request
from imi_requests.domain.actor import Actor
from imi_requests.domain.audit import broken_link
from imi_requests.domain.request import AskedQuestion, DraftContent, Ratings, RatingValue

AREA = "professional-qualifications"


def codes(refusal: pytest.ExceptionInfo[Refused]) -> dict[str, str]:
    return {p["pointer"]: p["code"] for p in refusal.value.params["problems"]}


async def test_a_new_request_is_a_numbered_draft_of_the_own_side(case: Any) -> None:
    view = await case.view(await case.created(), case.anna)
    assert (view.number, view.status, view.version) == ("EX-2026-000001", "draft", 1)
    assert view.actions == ["edit", "send"]
    assert case.work.events == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"country": "DE"}, "request.same_country"),
        ({"status": "suspended"}, "authority.not_active"),
        ({"areas": {"services": "authority"}}, "authority.not_in_area"),
    ],
)
async def test_the_other_authority_must_be_able_to_receive(
    case: Any, change: dict[str, Any], code: str
) -> None:
    case.work.authorities.stored[case.hungarian.id] = replace(case.hungarian, **change)
    with pytest.raises(Refused, match=code):
        await case.created()


async def test_an_authority_nobody_announced_cannot_be_asked(case: Any) -> None:
    command = CreateRequest(AREA, uuid4(), "de")
    with pytest.raises(Refused, match=r"authority\.unknown"):
        await create_request(command, case.anna, case.work, case.areas)


async def test_an_unknown_area_is_refused(case: Any) -> None:
    command = CreateRequest("tax", case.hungarian.id, "de")
    with pytest.raises(Refused, match=r"area\.unknown"):
        await create_request(command, case.anna, case.work, case.areas)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.REQUEST_HANDLER])
async def test_only_request_handlers_begin_requests(case: Any, role: Role) -> None:
    command = CreateRequest(AREA, case.hungarian.id, "de")
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await create_request(command, case.actor(case.german, role), case.work, case.areas)


async def test_a_system_without_authority_begins_no_request(case: Any) -> None:
    command = CreateRequest(AREA, case.hungarian.id, "de")
    system = Actor("system:de", "DE", is_system=True)
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await create_request(command, system, case.work, case.areas)


async def test_an_unfinished_draft_can_be_saved(case: Any) -> None:
    request_id = await case.drafted(DraftContent(subject={"FirstName": "Ilona"}))
    view = await case.view(request_id, case.anna)
    assert (view.subject, view.version) == ({"FirstName": "Ilona"}, 2)


async def test_a_draft_with_wrong_values_is_not_saved_and_every_one_is_named(case: Any) -> None:
    content = DraftContent(
        subject={"BirthDate": "last year", "Shoe": "42"},
        questions=(AskedQuestion("9.9"), AskedQuestion("1.1.3.1"), AskedQuestion("2.1.1", {"x": "y"})),
        legal_basis="art-1",
    )
    request_id = await case.created()
    with pytest.raises(Refused) as refusal:
        await save_draft(SaveDraft(request_id, 1, content), case.anna, case.work, case.areas)
    assert refusal.value.code == "request.draft_invalid"
    assert codes(refusal) == {
        "/subject/BirthDate": "value.not_a_date",
        "/subject/Shoe": "subject.field_unknown",
        "/questions/0/question": "question.unknown",
        "/questions/1/question": "question.is_follow_up",
        "/questions/2/parameters/x": "question.parameter_unknown",
        "/legal_basis": "legal_basis.unknown",
    }
    assert (await case.view(request_id, case.anna)).version == 1


async def test_sending_an_empty_draft_names_everything_that_is_missing(case: Any) -> None:
    request_id = await case.created()
    with pytest.raises(Refused) as refusal:
        await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)
    assert refusal.value.code == "request.incomplete"
    assert codes(refusal) == {
        "/subject/Profession": "subject.field_required",
        "/subject/FirstName": "subject.field_required",
        "/subject/Surname": "subject.field_required",
        "/subject/BirthDate": "subject.field_required",
        "/questions": "question.none_asked",
        "/deadline": "deadline.missing",
        "/legal_basis": "legal_basis.missing",
    }


async def test_a_question_about_a_document_needs_one(case: Any) -> None:
    about = AskedQuestion("6.1.2", {"DocumentKind": "diploma", "Attachment": str(uuid4())})
    request_id = await case.created()
    content = replace(case.content, questions=(about,))
    with pytest.raises(Refused) as refusal:
        await save_draft(SaveDraft(request_id, None, content), case.anna, case.work, case.areas)
    assert codes(refusal)["/questions/0/parameters/Attachment"] == "attachment.unknown"
    content = replace(case.content, questions=(AskedQuestion("6.1.2", {"DocumentKind": "diploma"}),))
    await save_draft(SaveDraft(request_id, None, content), case.anna, case.work, case.areas)
    with pytest.raises(Refused) as refusal:
        await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)
    assert codes(refusal) == {"/questions/0/question": "question.attachment_missing"}


async def test_the_same_question_is_asked_once(case: Any) -> None:
    content = replace(case.content, questions=(AskedQuestion("2.1.1"), AskedQuestion("2.1.1")))
    with pytest.raises(Refused) as refusal:
        await case.drafted(content)
    assert codes(refusal) == {"/questions/1/question": "question.asked_twice"}


async def test_sending_tells_the_world_without_a_word_of_content(case: Any) -> None:
    request_id = await case.sent()
    (event,) = case.work.events
    assert isinstance(event, events.RequestSent)
    assert (event.request_id, event.number, event.status) == (
        request_id,
        "EX-2026-000001",
        "awaiting_acceptance",
    )
    assert event.deadline_proposed == date(2999, 12, 31)
    assert case.work.sequences == [3]
    assert "Kov" not in event.model_dump_json()


async def test_free_text_goes_for_translation_into_the_other_sides_language(case: Any) -> None:
    await case.sent()
    (command,) = case.work.commands
    assert (command.source, command.target) == ("de", "hu")
    assert command.text.startswith("Frau Kovács")


async def test_a_draft_whose_date_has_passed_is_not_sent(case: Any) -> None:
    request_id = await case.drafted(replace(case.content, deadline=date(2026, 3, 5)))
    case.work.clock.advance(timedelta(days=7))
    with pytest.raises(Refused, match=r"deadline\.in_past"):
        await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)


async def test_an_authority_suspended_meanwhile_gets_no_request(case: Any) -> None:
    request_id = await case.drafted()
    case.work.authorities.stored[case.hungarian.id] = replace(case.hungarian, status="suspended")
    with pytest.raises(Refused, match=r"authority\.not_active"):
        await send_request(SendRequest(request_id, None), case.anna, case.work, case.areas)


async def test_a_request_is_withdrawn_before_acceptance_and_its_content_stays_hidden(case: Any) -> None:
    request_id = await case.sent()
    await withdraw_request(WithdrawRequest(request_id, None, "Irrtum"), case.anna, case.work, case.areas)
    theirs = await case.view(request_id, case.bela)
    assert (theirs.status, theirs.subject, theirs.withdrawal_remark) == ("withdrawn", None, None)
    assert isinstance(case.work.events[-1], events.RequestWithdrawn)


async def test_accepting_shows_the_person_and_agrees_the_date(case: Any) -> None:
    view = await case.view(await case.accepted(), case.bela)
    assert view.subject is not None
    assert view.subject["Surname"] == "Kovács"
    assert view.deadline.agreed == date(2999, 12, 31)
    assert case.work.events[-1].deadline_agreed == date(2999, 12, 31)


async def test_a_counter_proposal_waits_for_the_requesting_side(case: Any) -> None:
    request_id = await case.accepted(date(2999, 1, 31))
    view = await case.view(request_id, case.anna)
    assert view.actions == ["propose_deadline", "agree_deadline"]
    assert view.needs_action
    assert [step.step for step in view.timeline] == ["created", "sent", "accepted", "deadline_proposed"]
    await agree_deadline(AgreeDeadline(request_id, view.version), case.anna, case.work, case.areas)
    after = await case.view(request_id, case.anna)
    assert after.deadline.agreed == date(2999, 1, 31)
    assert isinstance(case.work.events[-1], events.DeadlineAgreed)
    assert [p.deadline.isoformat() for p in after.proposals] == ["2999-12-31", "2999-01-31"]


async def test_a_date_can_be_proposed_again_later_by_either_side(case: Any) -> None:
    request_id = await case.accepted()
    for actor, day in ((case.bela, date(2999, 2, 1)), (case.anna, date(2999, 1, 15))):
        await propose_deadline(ProposeDeadline(request_id, None, day), actor, case.work, case.areas)
    await agree_deadline(AgreeDeadline(request_id, None), case.bela, case.work, case.areas)
    assert (await case.view(request_id, case.bela)).deadline.agreed == date(2999, 1, 15)


async def test_who_comes_second_learns_which_authority_was_first(case: Any) -> None:
    request_id = await case.accepted()
    with pytest.raises(Refused) as outdated:
        await accept_request(AcceptRequest(request_id, 3), case.bela, case.work, case.areas)
    assert outdated.value.code == "request.version_outdated"
    assert outdated.value.params["authority"] == "Chamber of HU"
    with pytest.raises(Refused) as impossible:
        await accept_request(AcceptRequest(request_id, None), case.bela, case.work, case.areas)
    assert impossible.value.code == "request.step_not_possible"
    assert impossible.value.params["authority"] == "Chamber of HU"


async def test_saved_answers_are_not_shown_to_the_requesting_side(case: Any) -> None:
    request_id = await case.accepted()
    given = (NewAnswer("2.1.1", "yes", "Igen"), NewAnswer("5.2.2", comment="keressük"))
    command = SaveAnswers(request_id, None, given, "Előzetes")
    await save_answers(command, case.bela, case.work, case.areas)
    mine, theirs = await case.view(request_id, case.bela), await case.view(request_id, case.anna)
    assert mine.questions[0].answer is not None
    assert [q.answer for q in theirs.questions] == [None, None, None]
    assert {text.field for text in mine.free_texts} == {"request", "reply", "comment:2.1.1", "comment:5.2.2"}
    assert {text.field for text in theirs.free_texts} == {"request"}
    assert case.work.events[-1].type == "requests.request.accepted.v1"


async def test_a_wrong_answer_is_pointed_at(case: Any) -> None:
    request_id = await case.accepted()
    given = (NewAnswer("2.1.1", "perhaps"), NewAnswer("5.2.2", {"special": "not_applicable"}))
    with pytest.raises(Refused) as refusal:
        await save_answers(SaveAnswers(request_id, None, given), case.bela, case.work, case.areas)
    assert refusal.value.code == "reply.invalid"
    assert codes(refusal) == {
        "/answers/0/value": "value.not_a_choice",
        "/answers/1/value": "answer.special_not_allowed",
    }


async def test_a_reply_answers_every_question_and_every_follow_up(case: Any) -> None:
    request_id = await case.accepted()
    given = (NewAnswer("2.1.1", "yes"), NewAnswer("1.1.3", "no"), NewAnswer("1.2.1", "Fogorvos"))
    with pytest.raises(Refused) as refusal:
        await reply_to_request(ReplyToRequest(request_id, None, given), case.bela, case.work, case.areas)
    assert refusal.value.code == "reply.incomplete"
    found = {(p["code"], p["params"]["question"]) for p in refusal.value.params["problems"]}
    assert found == {
        ("answer.required", "1.1.3.1"),
        ("answer.required", "5.2.2"),
        ("answer.not_asked", "1.2.1"),
    }


async def test_an_absurd_value_is_a_problem_and_not_a_failure(case: Any) -> None:
    request_id = await case.accepted()
    absurd: list[Any] = [[{"a": 1}], {"from": []}, [["x"]], 12, True, {"special": ["x"]}]
    for value in absurd:
        given = (NewAnswer("5.2.2", value), NewAnswer("1.1.3", value))
        with pytest.raises(Refused, match=r"reply\.incomplete"):
            await reply_to_request(ReplyToRequest(request_id, None, given), case.bela, case.work, case.areas)


async def test_a_reply_hands_over_answers_and_sends_its_words_for_translation(case: Any) -> None:
    request_id = await case.replied()
    view = await case.view(request_id, case.anna)
    assert view.status == "information_provided"
    assert [q.question for q in view.questions] == [
        "2.1.1",
        "1.1.3",
        "1.1.3.1",
        "5.2.2",
        "5.2.2.1",
        "5.2.2.2",
    ]
    assert view.questions[2].follow_up_of == "1.1.3"
    ordered = [c.text for c in case.work.commands if c.target == "de"]
    assert sorted(ordered) == ["Csak felügyelet mellett.", "Csak szájsebész végezheti.", "Üdvözlettel"]
    assert {text.field for text in view.free_texts} == {
        "request",
        "reply",
        "comment:1.1.3",
        "answer:5.2.2.1",
    }


async def test_words_saved_again_by_a_colleague_keep_their_language(case: Any) -> None:
    request_id = await case.accepted()
    for language in ("hu", "en"):
        command = SaveAnswers(request_id, None, (), "Jó napot", language)
        await save_answers(command, case.bela, case.work, case.areas)
    (text,) = case.work.requests.stored[request_id].texts_of(Side.RESPONDING)
    assert text.language == "hu"


async def test_a_reply_without_answers_sends_the_saved_ones(case: Any) -> None:
    request_id = await case.accepted()
    given = tuple(NewAnswer(**item) for item in case.answers)
    await save_answers(SaveAnswers(request_id, None, given, "Szia"), case.bela, case.work, case.areas)
    await reply_to_request(ReplyToRequest(request_id, None, None), case.bela, case.work, case.areas)
    view = await case.view(request_id, case.anna)
    assert view.questions[0].answer is not None
    assert "Szia" in [text.text for text in view.free_texts]


async def test_closing_keeps_the_ratings_and_tells_them(case: Any) -> None:
    request_id = await case.replied()
    ratings = Ratings(RatingValue.POSITIVE, RatingValue.NEGATIVE, "knapp")
    await close_request(CloseRequest(request_id, None, ratings), case.anna, case.work, case.areas)
    event = case.work.events[-1]
    assert (event.type, event.timeliness, event.effort) == (
        "requests.request.closed.v1",
        "positive",
        "negative",
    )
    assert "knapp" not in event.model_dump_json()
    view = await case.view(request_id, case.bela)
    assert view.ratings is not None
    assert view.status == Status.CLOSED


async def test_every_step_has_the_requests_version_as_sequence(case: Any) -> None:
    request_id = await case.replied()
    await close_request(CloseRequest(request_id, None), case.anna, case.work, case.areas)
    assert case.work.sequences == [3, 4, 5, 6]


async def test_every_change_is_in_the_audit_and_the_chain_holds(case: Any) -> None:
    await case.replied()
    entries = case.work.audit.entries
    assert [e.action for e in entries] == ["create", "edit", "send", "accept", "reply"]
    assert {e.person for e in entries} == {"user of DE", "user of HU"}
    assert broken_link(entries) is None


async def test_the_timeline_names_authorities_and_never_people(case: Any) -> None:
    view = await case.view(await case.replied(), case.anna)
    assert "user of" not in repr(view)
    assert [(s.step, s.side, s.authority.country) for s in view.timeline][-1] == (
        "information_provided",
        Side.RESPONDING,
        "HU",
    )


async def test_translations_can_be_ordered_for_what_one_sees(case: Any) -> None:
    request_id = await case.replied()
    before = len(case.work.commands)
    viewer = case.actor(case.german, Role.VIEWER)
    await ask_translations(AskTranslations(request_id, "fr"), viewer, case.work, case.areas)
    ordered = case.work.commands[before:]
    assert {c.target for c in ordered} == {"fr"}
    assert len(ordered) == 4
    await ask_translations(AskTranslations(request_id, "fr"), viewer, case.work, case.areas)
    assert len(case.work.commands) == before + 4


async def test_a_basic_user_orders_no_translations(case: Any) -> None:
    request_id = await case.replied()
    basic = case.actor(case.german, Role.BASIC_USER)
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await ask_translations(AskTranslations(request_id, "fr"), basic, case.work, case.areas)


async def test_a_states_own_system_acts_for_any_of_its_authorities(case: Any) -> None:
    request_id = await case.sent()
    system = Actor("system:hu", "HU", is_system=True)
    await accept_request(AcceptRequest(request_id, None), system, case.work, case.areas)
    given = tuple(NewAnswer(**item) for item in case.answers)
    command = ReplyToRequest(request_id, None, given, "Üdvözlettel")
    await reply_to_request(command, system, case.work, case.areas)
    texts = case.work.requests.stored[request_id].texts_of(Side.RESPONDING)
    assert {text.language for text in texts} == {"hu"}


async def test_another_states_system_finds_nothing(case: Any) -> None:
    request_id = await case.sent()
    system = Actor("system:fr", "FR", is_system=True)
    with pytest.raises(Refused, match=r"resource\.not_found"):
        await accept_request(AcceptRequest(request_id, None), system, case.work, case.areas)
