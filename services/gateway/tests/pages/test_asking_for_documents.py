"""A document asked for with an answer, and what officials may choose among: while asking, reading, answering."""

import re
from uuid import UUID

import pytest

from imi_contracts.errors import Refused
from imi_gateway.clients.models import AskedQuestion

REQUEST = f"/requests/{UUID(int=7)}"
KEYS = {"csrf_token": "token", "command_key": "k1", "version": "4"}
ENGLISH = {"cookie": "imi_language=en"}
WANTED = "A document is asked for with the answer."
ASKED = [AskedQuestion(question="1.1", attachment_wanted=True), AskedQuestion(question="1.2")]


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def show(requests, samples):
    def change(status, side="requesting", **more):
        requests.shown = samples.vessel_view(status, side, **({"questions": ASKED} | more))
        return requests

    return change


def saved(requests):
    return requests.commands[-1][1]["questions"]


def test_only_questions_that_allow_it_offer_to_ask_for_a_document(browser, show):
    show("draft")
    page = browser.get(f"{REQUEST}/edit/questions").text
    assert re.findall(r'name="d\.([^"]+)" value="yes"( checked)?', page) == [("1.1", " checked")]


def test_where_the_answer_is_a_document_none_is_asked_for_beside_it(browser, show):
    requests = show("draft", questions=[])
    form = KEYS | {"question": ["1.7"], "d.1.7": "yes", "go": "next"}
    browser.post(f"{REQUEST}/edit/questions", data=form)
    assert saved(requests) == [{"question": "1.7", "parameters": {}}]


def test_the_wish_is_saved_with_its_question(browser, show):
    requests = show("draft", questions=[])
    form = KEYS | {"question": ["1.1", "1.2"], "d.1.1": "yes", "d.1.2": "yes", "go": "next"}
    browser.post(f"{REQUEST}/edit/questions", data=form)
    assert saved(requests) == [
        {"question": "1.1", "parameters": {}, "attachment_wanted": True},
        {"question": "1.2", "parameters": {}},
    ]


def test_the_wish_can_be_taken_back(browser, show):
    requests = show("draft")
    browser.post(f"{REQUEST}/edit/questions", data=KEYS | {"question": ["1.1"], "go": "save"})
    assert saved(requests) == [{"question": "1.1", "parameters": {}}]


def test_a_refused_question_is_shown_where_it_can_be_changed(browser, show):
    requests = show("draft")
    problem = {
        "code": "question.parameter_unknown",
        "pointer": "/questions/0/attachment_wanted",
        "params": {"question": "1.1", "parameter": "attachment_wanted"},
    }
    requests.refusal = Refused("request.incomplete", pointer="/questions", problems=[problem])
    form = KEYS | {"question": ["1.1"], "d.1.1": "yes", "go": "next"}
    answer = browser.post(f"{REQUEST}/edit/questions", data=form)
    assert answer.status_code == 422
    assert 'href="#f-q.1.1"' in answer.text
    assert 'id="f-q.1.1"' in answer.text
    assert 'id="e-q.1.1"' in answer.text


@pytest.mark.parametrize("step", ["person", "documents", "message"])
def test_other_steps_keep_the_wish(browser, show, step):
    requests = show("draft")
    browser.post(f"{REQUEST}/edit/{step}", data=KEYS | {"go": "save"})
    assert saved(requests)[0]["attachment_wanted"] is True
    assert "attachment_wanted" not in saved(requests)[1]


def test_the_wish_is_read_before_sending(browser, show):
    show("draft")
    assert plain(browser.get(f"{REQUEST}/edit/review", headers=ENGLISH)).count(WANTED) == 1


@pytest.mark.parametrize("side", ["requesting", "responding"])
@pytest.mark.parametrize("status", ["awaiting_acceptance", "accepted", "information_provided"])
def test_both_sides_read_the_wish_on_the_page_of_the_request(browser, show, status, side):
    show(status, side)
    assert plain(browser.get(REQUEST, headers=ENGLISH)).count(WANTED) == 1


def test_the_form_of_answers_leads_to_the_place_for_the_document(browser, show):
    show("accepted", "responding")
    answer = browser.get(f"{REQUEST}/answer", headers=ENGLISH)
    assert plain(answer).count("A document is asked for: attach it below") == 1
    assert 'href="#f-file"' in answer.text
    assert re.search(r'<details class="imi-panel" open>.*id="f-file"', answer.text, re.DOTALL)


def test_where_no_document_is_asked_for_the_form_says_nothing_of_one(browser, show):
    show("accepted", "responding", questions=[AskedQuestion(question="1.1")])
    answer = browser.get(f"{REQUEST}/answer", headers=ENGLISH)
    assert "A document is asked for" not in plain(answer)
    assert '<details class="imi-panel" open>' not in answer.text


def test_prepared_answers_are_read_while_choosing(browser, show):
    show("draft")
    words = plain(browser.get(f"{REQUEST}/edit/questions", headers=ENGLISH))
    assert words.count("Documents to choose from:") == 1
    assert words.count("Possible answers:") == 1
    assert "Grain Gravel Sand Coal Ore Scrap Timber Containers + 2 more Oil Machines" in words


@pytest.mark.parametrize("address", ["", "/edit/review"])
def test_prepared_answers_are_read_before_anybody_answers(browser, show, address):
    show("draft" if address else "awaiting_acceptance", "requesting" if address else "responding")
    words = plain(browser.get(f"{REQUEST}{address}", headers=ENGLISH))
    assert words.count("Documents to choose from:") == 1


def test_the_documents_one_may_send_find_their_question(browser, show):
    show("draft", questions=[])
    page = browser.get(f"{REQUEST}/edit/questions?find=besatzungsliste").text
    assert re.findall(r'name="question" value="([^"]+)"', page) == ["1.1"]


def test_a_category_explains_itself_below_its_heading(browser, show):
    show("draft")
    page = browser.get(f"{REQUEST}/edit/questions").text
    assert "Fragen zum Rumpf, zu den Papieren und zur Besatzung." in page
    assert page.count('<p class="ecl-help-block"') == 1


def test_the_article_of_the_limit_is_chosen_beforehand_and_can_be_left_empty(browser, show):
    show("draft", legal_basis=None)
    assert 'value="art-4" selected' in browser.get(f"{REQUEST}/edit/message").text
    form = KEYS | {"legal_basis": "", "deadline": "", "go": "next"}
    assert 'value="art-4" selected' not in browser.post(f"{REQUEST}/edit/message", data=form).text
