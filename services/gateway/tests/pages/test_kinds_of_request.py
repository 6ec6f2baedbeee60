"""Requests in an area with several kinds: choosing the kind, its limit, its fields, and what a change drops."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import DayCount
from imi_contracts.working_days import last_day

REQUEST = f"/requests/{UUID(int=7)}"
KEYS = {"csrf_token": "token", "command_key": "k1", "version": "4"}
ENGLISH = {"cookie": "imi_language=en"}


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def draft(requests, samples):
    requests.shown = samples.vessel_view("draft")
    return requests


@pytest.fixture
def as_kind(requests, samples):
    def change(kind, **more):
        requests.shown = samples.vessel_view("draft", kind=kind, **more)
        return requests

    return change


def test_a_request_begins_with_the_choice_of_its_kind(browser, draft):
    answer = browser.post(
        "/requests", data=KEYS | {"responding": str(UUID(int=20)), "area": "inland-vessels"}
    )
    assert answer.headers["location"] == f"{REQUEST}/edit/kind"


def test_where_there_is_one_kind_nobody_is_asked(browser, requests, samples):
    requests.shown = samples.sample_view("draft", "requesting")
    assert browser.get(f"{REQUEST}/edit/kind").headers["location"] == f"{REQUEST}/edit/person"
    assert "/edit/kind" not in browser.get(f"{REQUEST}/edit/person").text


def test_a_kind_is_offered_with_its_help_and_its_limit_in_words(browser, draft):
    words = plain(browser.get(f"{REQUEST}/edit/kind", headers=ENGLISH))
    assert "For questions about a vessel and its crew. The law allows 25 working days (Article 4)." in words
    assert "The law allows 2 working days (Article 6(6)(a))." in words
    assert words.count("The law allows") == 2


def test_limits_are_said_in_the_reader_s_language_and_its_plural(browser, draft):
    words = plain(browser.get(f"{REQUEST}/edit/kind"))
    assert "Dringende Abfrage" in words
    assert "Die gesetzliche Frist beträgt 2 Arbeitstage (Artikel 6(6)(a))." in words


def test_an_urgent_kind_asks_why(browser, draft):
    answer = browser.post(f"{REQUEST}/edit/kind", data=KEYS | {"kind": "urgent", "go": "next"})
    assert answer.status_code == 422
    assert 'href="#f-reason"' in answer.text
    assert re.search(r'value="urgent" checked', answer.text)
    form = KEYS | {"kind": "urgent", "reason": "Leck im Rumpf", "go": "next"}
    answer = browser.post(f"{REQUEST}/edit/kind", data=form)
    assert answer.headers["location"] == f"{REQUEST}/edit/person?dropped=deadline"
    assert draft.commands[-1][1]["kind"] == "urgent"
    assert draft.commands[-1][1]["reason"] == "Leck im Rumpf"


def test_a_change_of_kind_keeps_what_fits_and_tells_what_was_dropped(browser, as_kind):
    given = {
        "CompanyName": "Duna Kft.",
        "Offence": "Zu schnell",
        "FineAmount": {"value": "200", "currency": "EUR"},
    }
    requests = as_kind("recover-fine", subject=given)
    answer = browser.post(f"{REQUEST}/edit/kind", data=KEYS | {"kind": "information", "go": "next"})
    body = requests.commands[0][1]
    assert body["subject"] == {"CompanyName": "Duna Kft."}
    assert body["questions"] == []
    assert body["legal_basis"] == "art-4"
    address = urlsplit(answer.headers["location"])
    assert parse_qs(address.query)["dropped"] == ["subject.Offence", "subject.FineAmount", "q.3.1", "q.3.2"]
    words = plain(browser.get(answer.headers["location"], headers=ENGLISH))
    assert "Taken out of the draft" in words
    assert "Offence Amount of the fine How much has been recovered? In which state is the vessel?" in words


def test_what_the_address_says_was_dropped_is_only_shown_when_the_area_knows_it(browser, draft):
    page = browser.get(f"{REQUEST}/edit/person?dropped=subject.Nobody&dropped=q.9.9", headers=ENGLISH).text
    assert "Taken out" not in page


def test_an_unknown_kind_is_refused(browser, draft):
    answer = browser.post(f"{REQUEST}/edit/kind", data=KEYS | {"kind": "pirates", "go": "next"})
    assert answer.status_code >= 400
    assert not draft.commands


def test_only_the_fields_and_questions_of_the_kind_are_there(browser, as_kind):
    as_kind("information")
    assert "subject.FineAmount" not in browser.get(f"{REQUEST}/edit/person").text
    questions = browser.get(f"{REQUEST}/edit/questions").text
    assert 'value="1.2"' in questions
    assert 'value="2.1"' not in questions
    as_kind("recover-fine")
    assert "subject.FineAmount.value" in browser.get(f"{REQUEST}/edit/person").text
    assert 'value="1.2"' not in browser.get(f"{REQUEST}/edit/questions").text


def test_the_form_has_its_parts_with_their_headings(browser, draft):
    words = plain(browser.get(f"{REQUEST}/edit/person", headers=ENGLISH))
    assert words.index(" Company ") < words.index("Fill in this part if the request is about a person.")
    assert words.index("Surname") < words.index("The case") < words.index("The crew")


def test_amounts_periods_and_numbers_are_saved_in_the_shape_of_the_contract(browser, as_kind):
    requests = as_kind("recover-fine")
    form = {
        "subject.CompanyName": "Duna Kft.",
        "subject.Activity": "50",
        "subject.CrewCount": "1 200,5",
        "subject.Voyage.from": "2026-05-01",
        "subject.Voyage.to": "",
        "subject.Offence": "Zu schnell",
        "subject.FineAmount.value": "1 250,00",
        "subject.FineAmount.currency": "HUF",
        "go": "next",
    }
    answer = browser.post(f"{REQUEST}/edit/person", data=KEYS | form)
    assert answer.status_code == 303
    assert requests.commands[0][1]["subject"] == {
        "CompanyName": "Duna Kft.",
        "Activity": "50",
        "CrewCount": "1200.5",
        "Voyage": {"from": "2026-05-01", "to": None},
        "Offence": "Zu schnell",
        "FineAmount": {"value": "1250.00", "currency": "HUF"},
    }


def test_a_currency_that_the_form_filled_in_is_no_amount(browser, as_kind):
    requests = as_kind("recover-fine")
    browser.post(f"{REQUEST}/edit/person", data=KEYS | {"subject.FineAmount.currency": "EUR", "go": "save"})
    assert requests.commands[0][1]["subject"] == {}


def test_half_a_period_is_named_beside_its_field(browser, draft):
    form = KEYS | {
        "subject.CompanyName": "D",
        "subject.Activity": "50",
        "subject.Voyage.to": "2026-05-02",
        "go": "next",
    }
    answer = browser.post(f"{REQUEST}/edit/person", data=form)
    assert answer.status_code == 422
    assert 'id="e-subject.Voyage"' in answer.text
    assert 'value="2026-05-02"' in answer.text


def test_data_that_need_care_are_marked_and_explained(browser, as_kind):
    as_kind("recover-fine")
    words = plain(browser.get(f"{REQUEST}/edit/person", headers=ENGLISH))
    assert "Special category of personal data" in words
    assert "Data on criminal convictions and offences" in words
    assert "Give only what this request cannot do without." in words


def test_a_long_text_is_a_text_area_and_keeps_its_limit(browser, draft):
    page = browser.get(f"{REQUEST}/edit/person").text
    assert re.search(r'<textarea[^>]*name="subject.Crew"[^>]*maxlength="4000"', page)


def test_activities_stand_below_their_section_with_their_code(browser, draft):
    page = browser.get(f"{REQUEST}/edit/person", headers=ENGLISH).text
    section = re.search(r'<optgroup label="H [^"]+">(.*?)</optgroup>', page, re.DOTALL).group(1)
    assert re.search(r'<option value="H"[^>]*>H ', section)
    assert re.search(r'<option value="50"[^>]* selected>50 ', section)
    assert "data-find" in page


def test_the_date_ends_with_the_limit_and_the_suggestion_counts_working_days(browser, as_kind):
    as_kind("urgent", deadline={"proposed": None})
    page = browser.get(f"{REQUEST}/edit/message", headers=ENGLISH).text
    latest = last_day(date.today(), 2, DayCount.WORKING_DAYS, "HU").isoformat()
    assert f'value="{latest}" min="{date.today().isoformat()}" max="{latest}"' in page
    assert "The last possible day is" in page


def test_the_owning_service_says_how_late_a_date_may_be(browser, as_kind):
    as_kind("urgent", latest_deadline=date(2030, 1, 15), deadline={"proposed": date(2030, 1, 2)})
    page = browser.get(f"{REQUEST}/edit/message").text
    assert 'value="2030-01-02"' in page
    assert 'max="2030-01-15"' in page


def test_a_later_date_is_refused_with_the_last_possible_one(browser, as_kind):
    requests = as_kind("urgent", latest_deadline=date(2030, 1, 15))
    form = {"legal_basis": "art-6-a", "deadline": "2030-01-16", "free_text": "", "go": "next"}
    answer = browser.post(f"{REQUEST}/edit/message", data=KEYS | form)
    assert answer.status_code == 422
    assert "15. Januar 2030" in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert requests.commands


def test_before_sending_everything_stands_there_and_problems_lead_to_their_steps(browser, as_kind, samples):
    requests = as_kind("urgent")
    problems = [
        {"code": "request.reason_missing", "pointer": "/reason", "params": {}},
        {"code": "subject.field_required", "pointer": "/subject/Seat", "params": {"field": "Seat"}},
        {"code": "value.not_text", "pointer": "/questions/0/parameters/Lock", "params": {}},
    ]
    requests.refusal = Refused("request.incomplete", pointer="/reason", problems=problems)
    page = browser.post(f"{REQUEST}/edit/review", data=KEYS | {"go": "send"}).text
    assert f'href="{REQUEST}/edit/kind#f-reason"' in page
    assert f'href="{REQUEST}/edit/person#f-subject.Seat"' in page
    assert f'href="{REQUEST}/edit/questions#f-p.1.1.Lock"' in page
    assert "Dringende Abfrage" in page


def test_the_kind_shows_on_the_request_and_in_lists_where_there_are_several(browser, requests, samples):
    requests.shown = samples.vessel_view("information_provided", kind="urgent")
    assert "imi-chip--kind" in browser.get(REQUEST).text
    requests.shown = samples.sample_view()
    assert "imi-chip--kind" not in browser.get(REQUEST).text
    assert "imi-chip--kind" not in browser.get("/requests?box=sent").text
    requests.kind = "urgent"
    assert browser.get("/requests?box=sent").text.count("Dringende Abfrage") == 5


def test_accepting_with_another_date_stays_within_the_limit(browser, requests, samples, as_peter):
    as_peter()
    requests.shown = samples.vessel_view(
        "awaiting_acceptance", "responding", kind="urgent", latest_deadline=date(2030, 1, 15)
    )
    assert 'max="2030-01-15"' in browser.get(REQUEST).text


class TestHint:
    """The recipient may not be the one who is competent."""

    @pytest.fixture
    def named(self, app):
        def change(*activities):
            app.state.services.directory.named = {"activities": list(activities)}

        return change

    def test_leads_to_authorities_that_name_the_activity(self, browser, draft, named):
        named("C", "41")
        page = browser.get(f"{REQUEST}/edit/questions", headers=ENGLISH).text
        assert "Perhaps another authority is competent" in page
        assert "/directory?country=HU&amp;area=inland-vessels&amp;competence=activities%3A50" in page

    @pytest.mark.parametrize("activities", [["50"], ["H"], []])
    def test_is_not_there_when_the_authority_names_it_or_its_section_or_nothing(
        self, browser, draft, named, activities
    ):
        named(*activities)
        assert "Perhaps another" not in browser.get(f"{REQUEST}/edit/questions", headers=ENGLISH).text

    def test_does_not_keep_anybody_from_writing_while_the_directory_is_down(self, browser, draft, named, app):
        named("C")
        app.state.services.directory.down = True
        answer = browser.get(f"{REQUEST}/edit/questions", headers=ENGLISH)
        assert answer.status_code == 200
        assert "Perhaps another" not in answer.text
