"""Forms: what goes to the services, and what comes back to the reader when it was not right."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from imi_contracts.errors import Refused

REQUEST = f"/requests/{UUID(int=7)}"
NOTICE = "0198f3a2-0000-7000-8000-000000000003"
KEYS = {"csrf_token": "token", "command_key": "k1", "version": "4"}


@pytest.fixture
def draft(requests, samples):
    requests.shown = samples.sample_view("draft", "requesting")
    return requests


@pytest.fixture
def accepted(requests, samples, as_peter):
    as_peter()
    requests.shown = samples.sample_view("accepted", "responding")
    return requests


def test_a_request_begins_as_a_draft_to_the_chosen_authority(browser, requests):
    answer = browser.post(
        "/requests", data=KEYS | {"responding": str(UUID(int=20)), "area": "professional-qualifications"}
    )
    assert answer.headers["location"] == f"{REQUEST}/edit/person"
    assert requests.commands == [
        ("create", {"area": "professional-qualifications", "responding": UUID(int=20), "language": "de"})
    ]


@pytest.mark.parametrize("step", ["person", "questions", "documents", "message", "review"])
def test_every_step_of_writing_has_its_page(browser, draft, step):
    answer = browser.get(f"{REQUEST}/edit/{step}")
    assert answer.status_code == 200
    assert 'aria-current="step"' in answer.text


def test_a_sent_request_cannot_be_edited_any_more(browser):
    assert browser.get(f"{REQUEST}/edit/person").headers["location"] == REQUEST


def test_the_person_is_saved_and_the_rest_of_the_draft_stays(browser, draft):
    person = {
        "subject.Profession": "dentist",
        "subject.FirstName": "Katalin",
        "subject.Surname": "Szabó",
        "subject.BirthDate": "1988-03-14",
    }
    answer = browser.post(f"{REQUEST}/edit/person", data=KEYS | person | {"go": "next"})
    assert answer.headers["location"] == f"{REQUEST}/edit/questions"
    name, body = draft.commands[0]
    assert name == "draft"
    assert body["version"] == 4
    assert body["subject"] == {
        "Profession": "dentist",
        "FirstName": "Katalin",
        "Surname": "Szabó",
        "BirthDate": "1988-03-14",
    }
    assert [q["question"] for q in body["questions"]] == ["1.1.1", "1.1.3", "2.1.1", "2.2.1"]


def test_gaps_are_saved_but_shown_beside_their_fields(browser, draft):
    answer = browser.post(
        f"{REQUEST}/edit/person", data=KEYS | {"subject.FirstName": "Katalin", "go": "next"}
    )
    assert answer.status_code == 422
    assert 'id="e-subject.Surname"' in answer.text
    assert 'href="#f-subject.Surname"' in answer.text
    assert 'value="Katalin"' in answer.text
    assert draft.commands


def test_a_draft_may_have_gaps(browser, draft):
    answer = browser.post(f"{REQUEST}/edit/person", data=KEYS | {"go": "save"})
    assert answer.headers["location"] == f"{REQUEST}/edit/person?done=saved"


def test_chosen_questions_carry_their_details_and_keep_those_about_documents(browser, draft, samples):
    view = draft.shown
    draft.shown = samples.sample_view(
        "draft",
        "requesting",
        questions=[*view.questions, {"question": "6.1.1", "parameters": {"DocumentKind": "diploma"}}],
    )
    data = KEYS | {"question": ["1.1.3", "2.1.1"], "p.1.1.3.FreeTextActivity": "Implantologie", "go": "next"}
    browser.post(f"{REQUEST}/edit/questions", data=data)
    asked = draft.commands[0][1]["questions"]
    about = [q["question"] for q in asked if q["question"].startswith("6")]
    assert asked[:2] == [
        {"question": "1.1.3", "parameters": {"FreeTextActivity": "Implantologie"}},
        {"question": "2.1.1", "parameters": {}},
    ]
    assert about == ["6.1.1"]


def test_questions_are_found_without_scripts(browser, draft):
    answer = browser.post(f"{REQUEST}/edit/questions", data=KEYS | {"find": "Staatsangehörig", "go": "find"})
    assert answer.headers["location"].startswith(f"{REQUEST}/edit/questions?find=Staats")
    page = browser.get(f"{REQUEST}/edit/questions?find=mitglied").text
    assert 'value="2.4.1"' in page
    assert 'value="1.1.2"' not in page


def test_slots_are_filled_from_the_data_and_marked(browser, draft):
    page = browser.get(f"{REQUEST}/edit/questions").text
    assert re.search(r'<span class="imi-slot" data-slot="Surname"[^>]*>Szabó-Nagy</span>', page)
    assert 'imi-slot--empty" data-slot="FreeTextTitle"' in page


def test_an_empty_slot_is_called_by_its_field_in_the_language_of_the_reader(browser, draft):
    page = browser.get(f"{REQUEST}/edit/questions").text
    slot = re.search(r'imi-slot--empty" data-slot="FreeTextTitle" data-empty="([^"]+)">([^<]+)</span>', page)
    assert slot.group(1) == slot.group(2)
    assert re.fullmatch(r"\[[^\]…]+\]", slot.group(2))
    assert "[…]" not in page


def test_all_problems_of_sending_come_at_once_with_their_names(browser, draft):
    problems = [
        {"code": "subject.field_required", "pointer": "/subject/BirthDate", "params": {"field": "BirthDate"}},
        {"code": "deadline.missing", "pointer": "/deadline", "params": {}},
    ]
    draft.refusal = Refused("request.incomplete", pointer="/subject/BirthDate", problems=problems)
    answer = browser.post(f"{REQUEST}/edit/review", data=KEYS | {"go": "send"})
    assert answer.status_code == 422
    assert "Geburtsdatum – " in answer.text
    assert f'href="{REQUEST}/edit/person#f-subject.BirthDate"' in answer.text
    assert f'href="{REQUEST}/edit/message#f-deadline"' in answer.text


def test_sending_leads_to_the_request(browser, draft):
    answer = browser.post(f"{REQUEST}/edit/review", data=KEYS | {"go": "send"})
    assert answer.headers["location"] == f"{REQUEST}?done=sent"
    assert draft.commands == [("send", {"version": 4})]


def test_a_document_is_streamed_on_under_its_own_name(browser, draft):
    files = {"file": ("Oklevél.pdf", b"%PDF-1.7 " + b"x" * 700_000, "application/pdf")}
    answer = browser.post(f"{REQUEST}/attachments", data=KEYS, files=files)
    assert answer.headers["location"] == f"{REQUEST}/edit/documents"
    name, (file_name, content) = draft.commands[0]
    assert (name, file_name, len(content)) == ("attach", "Oklevél.pdf", 700_009)


def test_a_document_of_a_wrong_kind_is_refused_beside_the_field(browser, draft):
    draft.refusal = Refused("attachment.type_not_allowed", declared="text/html", found="text/html")
    answer = browser.post(
        f"{REQUEST}/attachments", data=KEYS, files={"file": ("a.html", b"<p>", "text/html")}
    )
    assert answer.status_code == 422
    assert 'id="e-file"' in answer.text


def test_accepting_takes_the_proposed_date_or_another(browser, requests):
    browser.post(f"{REQUEST}/accept", data=KEYS | {"date": "agree", "deadline": ""})
    other = (date.today() + timedelta(days=20)).isoformat()
    browser.post(f"{REQUEST}/accept", data=KEYS | {"date": "other", "deadline": other})
    assert requests.commands == [
        ("accept", {"deadline": None, "version": 4}),
        ("accept", {"deadline": other, "version": 4}),
    ]


def test_another_date_must_be_given(browser, requests, samples, as_peter):
    as_peter()
    requests.shown = samples.sample_view("awaiting_acceptance", "responding")
    answer = browser.post(f"{REQUEST}/accept", data=KEYS | {"date": "other"})
    assert answer.status_code == 422
    assert 'id="e-deadline"' in answer.text
    assert not requests.commands


def test_answers_go_in_the_shape_of_the_contract_with_opened_follow_ups_only(browser, accepted):
    form = {
        "a.1.1.1": "special:not_known",
        "a.1.1.3": "yes",
        "a.1.1.3.1": "dentist",
        "a.2.1.1": "no",
        "a.2.1.1.1": "DE",
        "a.2.2.1": "yes",
        "a.2.2.1.1": "2013-06-28",
        "c.2.2.1": "Lásd a mellékletet.",
        "free_text": "Üdvözlettel",
        "go": "save",
    }
    answer = browser.post(f"{REQUEST}/answer", data=KEYS | form)
    assert answer.headers["location"] == f"{REQUEST}/answer?done=saved"
    name, body = accepted.commands[0]
    given = {a["question"]: a["value"] for a in body["answers"]}
    assert name == "answers"
    assert given["1.1.1"] == {"special": "not_known"}
    assert "1.1.3.1" not in given  # opens on "no" only
    assert given["2.1.1.1"] == "DE"
    assert given["2.2.1.1"] == "2013-06-28"
    assert next(a for a in body["answers"] if a["question"] == "2.2.1")["comment"] == "Lásd a mellékletet."
    assert (body["free_text"], body["language"], body["version"]) == ("Üdvözlettel", "hu", 4)


def test_information_is_not_provided_with_open_questions(browser, accepted):
    answer = browser.post(f"{REQUEST}/answer", data=KEYS | {"a.1.1.1": "yes", "go": "reply"})
    assert answer.status_code == 422
    assert 'href="#f-a.2.1.1"' in answer.text
    assert re.search(r'value="yes" checked', answer.text)
    assert not accepted.commands


def test_a_stale_page_is_told_so(browser, accepted):
    accepted.refusal = Refused("request.version_outdated", version=5, status="accepted", authority="X")
    data = {"a.1.1.1": "no", "a.1.1.3": "yes", "a.2.1.1": "yes", "go": "save"}
    answer = browser.post(f"{REQUEST}/answer", data=KEYS | data)
    assert answer.status_code == 409
    assert "nem íródott felül" in answer.text or "írodott felül" in answer.text or "felül" in answer.text


def test_closing_needs_both_ratings(browser, requests):
    answer = browser.post(f"{REQUEST}/close", data=KEYS | {"timeliness": "positive"})
    assert answer.status_code == 422
    assert 'id="e-effort"' in answer.text
    browser.post(
        f"{REQUEST}/close", data=KEYS | {"timeliness": "positive", "effort": "neutral", "remark": ""}
    )
    assert requests.commands == [
        ("close", {"ratings": {"timeliness": "positive", "effort": "neutral", "remark": None}, "version": 4})
    ]


def test_a_translation_is_asked_for_in_the_reader_s_language(browser, requests):
    browser.post(f"{REQUEST}/translations", data=KEYS)
    assert requests.commands == [("translations", "de")]


def test_opening_a_notice_marks_it_as_read(browser, app):
    answer = browser.post(f"/notices/{NOTICE}/read", data=KEYS | {"link": REQUEST})
    assert answer.headers["location"] == REQUEST
    assert app.state.services.notifications.commands == [NOTICE]


def test_a_notice_never_leads_to_another_site(browser):
    answer = browser.post(f"/notices/{NOTICE}/read", data=KEYS | {"link": "//evil.example"})
    assert answer.headers["location"] == "/"


def test_a_notice_s_address_leads_to_no_other_place_of_the_service(browser, app):
    for place in ("..", "..%3Fx", "read-all%23"):
        assert browser.post(f"/notices/{place}/read", data=KEYS).status_code in {404, 422}
    assert app.state.services.notifications.commands == []
