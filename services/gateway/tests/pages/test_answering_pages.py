"""Answers of every type: the form, what goes to the requests service, and how the other side reads it."""

import re
from uuid import UUID

import pytest

from imi_contracts.errors import Refused

REQUEST = f"/requests/{UUID(int=7)}"
KEYS = {"csrf_token": "token", "command_key": "k1", "version": "4"}
ENGLISH = {"cookie": "imi_language=en"}
PAPERS = {
    "a.1.1.ship-certificate": "enclosed",
    "a.1.1.crew-list": "to_follow",
    "a.1.1.log-book": "not_available",
}


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def given(requests):
    return {a["question"]: a["value"] for a in requests.commands[-1][1]["answers"]}


@pytest.fixture
def accepted(requests, samples, as_peter):
    as_peter()
    requests.shown = samples.vessel_view("accepted", "responding")
    return requests


def test_a_checklist_asks_a_state_for_each_document(browser, accepted):
    page = browser.get(f"{REQUEST}/answer", headers=ENGLISH).text
    assert page.count('class="imi-checklist__line') == 3
    for document in ("ship-certificate", "crew-list", "log-book"):
        assert len(re.findall(rf'type="radio"[^>]*name="a\.1\.1\.{document}"', page)) == 3


def test_answers_of_every_type_go_in_the_shape_of_the_contract(browser, accepted):
    form = PAPERS | {
        "a.1.2": "12",
        "a.1.3.from": "2026-05-01",
        "a.1.3.to": "",
        "a.1.4": "50",
        "s.1.5": "",
        "a.1.5": "AT",
        "go": "reply",
    }
    assert (
        browser.post(f"{REQUEST}/answer", data=KEYS | form).headers["location"] == f"{REQUEST}?done=replied"
    )
    assert given(accepted) == {
        "1.1": {"ship-certificate": "enclosed", "crew-list": "to_follow", "log-book": "not_available"},
        "1.2": "12",
        "1.3": {"from": "2026-05-01", "to": None},
        "1.4": "50",
        "1.5": "AT",
    }


def test_a_checklist_may_have_gaps_while_it_is_being_filled(browser, accepted):
    answer = browser.post(f"{REQUEST}/answer", data=KEYS | {"a.1.1.crew-list": "enclosed", "go": "save"})
    assert answer.headers["location"] == f"{REQUEST}/answer?done=saved"
    assert given(accepted)["1.1"] == {"crew-list": "enclosed"}


def test_gaps_of_a_checklist_are_named_document_by_document_before_replying(browser, accepted):
    answer = browser.post(f"{REQUEST}/answer", data=KEYS | {"a.1.1.crew-list": "enclosed", "go": "reply"})
    assert answer.status_code == 422
    assert 'href="#f-a.1.1.log-book"' in answer.text
    assert 'id="e-a.1.1.ship-certificate"' in answer.text
    assert "#f-a.1.1.crew-list" not in answer.text
    assert re.search(r'name="a\.1\.1\.crew-list" value="enclosed" checked', answer.text)
    assert not accepted.commands


def test_a_special_answer_stands_for_the_whole_checklist(browser, accepted):
    browser.post(f"{REQUEST}/answer", data=KEYS | {"s.1.1": "not_in_our_records", "go": "save"})
    assert given(accepted)["1.1"] == {"special": "not_in_our_records"}


def test_the_limits_of_a_number_are_said_before_and_after(browser, accepted):
    assert "A number from 1 to 40" in plain(browser.get(f"{REQUEST}/answer", headers=ENGLISH))
    answer = browser.post(f"{REQUEST}/answer", data=KEYS | {"a.1.2": "41", "go": "save"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "This must be at most 40." in answer.text


def test_a_problem_that_the_service_finds_in_a_checklist_stands_at_its_line(browser, accepted):
    problem = {"code": "value.checklist_incomplete", "pointer": "/answers/0/value/log-book", "params": {}}
    accepted.refusal = Refused("request.incomplete", pointer=problem["pointer"], problems=[problem])
    answer = browser.post(f"{REQUEST}/answer", data=KEYS | PAPERS | {"go": "save"})
    assert 'id="e-a.1.1.log-book"' in answer.text


def test_amounts_choose_among_the_currencies_of_the_economic_area(browser, requests, samples, as_peter):
    as_peter()
    requests.shown = samples.vessel_view("accepted", "responding", kind="recover-fine")
    page = browser.get(f"{REQUEST}/answer", headers=ENGLISH).text
    currencies = re.findall(r'<option value="([A-Z]{3})"', page)
    assert currencies[0] == "EUR"
    assert {"CHF", "CZK", "DKK", "HUF", "ISK", "NOK", "PLN", "RON", "SEK"} <= set(currencies)
    assert "Data on criminal convictions and offences" in page
    form = {"a.3.1.value": "1 250,50", "a.3.1.currency": "SEK", "a.3.2": "sound", "go": "save"}
    browser.post(f"{REQUEST}/answer", data=KEYS | form)
    assert given(requests)["3.1"] == {"value": "1250.50", "currency": "SEK"}


def test_a_checklist_is_read_line_by_line(browser, requests, samples):
    requests.shown = samples.vessel_view("information_provided")
    words = plain(browser.get(REQUEST, headers=ENGLISH))
    assert "Certificate of the vessel enclosed" in words
    assert "List of the crew will follow" in words
    assert "Log book of the last three months not available" in words


def test_what_it_is_about_is_read_part_by_part(browser, requests, samples):
    requests.shown = samples.vessel_view("information_provided")
    words = plain(browser.get(REQUEST, headers=ENGLISH))
    assert words.index("Company Name of the company") < words.index("The case Activity Water transport")
    assert "1 May 2026 – 20 May 2026" in words


def test_a_request_is_shown_in_the_version_it_was_begun_with(browser, requests, samples, app):
    areas = app.state.areas
    assert areas.of(samples.sample_view(area_version=1)).version == 1
    assert areas.of(samples.sample_view(area_version=999)) is areas["professional-qualifications"]
