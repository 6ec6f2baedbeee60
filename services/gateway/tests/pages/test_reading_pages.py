"""Every page of the story as a reader gets it."""

import re
from types import SimpleNamespace
from uuid import UUID

import pytest

from imi_contracts.errors import Refused

REQUEST = f"/requests/{UUID(int=7)}"
HUNGARIAN = f"/directory/{UUID(int=20)}"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/requests",
        "/directory",
        HUNGARIAN,
        REQUEST,
        "/notices",
        "/statistics",
        "/privacy",
        "/accessibility",
    ],
)
def test_a_page_has_a_title_a_heading_and_the_reader_s_language(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    assert '<html lang="de">' in answer.text
    assert re.search(r"<title>\s*\S.* – OpenIMI</title>", answer.text)
    assert len(re.findall(r"<h1", answer.text)) == 1
    assert 'href="#content"' in answer.text


def test_the_language_is_chosen_by_a_link_and_kept(browser):
    answer = browser.get("/language/hu?next=/requests?box=sent")
    assert (answer.status_code, answer.headers["location"]) == (303, "/requests?box=sent")
    assert '<html lang="hu">' in browser.get("/requests").text
    browser.cookies.clear()


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_choosing_a_language_never_leads_to_another_site(browser, elsewhere):
    assert browser.get("/language/de", params={"next": elsewhere}).headers["location"] == "/"


def test_a_language_without_catalogue_says_so_and_shows_english(browser):
    answer = browser.get("/requests", headers={"cookie": "imi_language=sv"})
    assert '<html lang="en">' in answer.text
    assert "do not exist in your language yet" in answer.text


def test_results_show_the_title_in_my_language_and_the_official_name_in_its_own(browser):
    answer = browser.get("/directory?q=zahn&country=HU")
    assert "Zahnärztekammer – Budapest" in answer.text
    assert '<p lang="hu">Magyar Orvosi Kamara' in answer.text
    assert "Ungarn" in text_of(answer)


def test_filtering_with_scripts_brings_the_results_alone(browser):
    answer = browser.get("/directory?q=zahn", headers={"hx-request": "true", "hx-target": "results"})
    assert "<html" not in answer.text
    assert "23 Behörden gefunden" in text_of(answer)


def test_before_acceptance_the_page_explains_what_is_hidden(browser, requests, samples, as_peter):
    as_peter()
    requests.shown = samples.sample_view("awaiting_acceptance", "responding")
    answer = browser.get(REQUEST)
    assert "Még nem látható" in answer.text
    assert "Szabó" not in answer.text
    assert f'action="{REQUEST}/accept"' in answer.text


def test_free_text_shows_the_original_and_a_labelled_gist_beneath(browser):
    page = browser.get(REQUEST).text
    assert '<div class="imi-text" lang="hu">A diploma hiteles' in page
    assert "Maschinelle Übersetzung – nur sinngemäß" in page
    assert "opus-hu-de" in page
    assert (
        page.index("A diploma hiteles")
        < page.index("Maschinelle Übersetzung")
        < page.index("Das Diplom ist echt")
    )


def test_a_pair_without_translation_is_said_plainly(browser, requests, as_peter, samples):
    as_peter()
    requests.shown = samples.sample_view("accepted", "responding")
    assert "Nem áll rendelkezésre fordítás: német → magyar" in text_of(browser.get(REQUEST))


def test_answers_appear_with_their_follow_ups(browser):
    words = text_of(browser.get(REQUEST))
    assert "28. Juni 2013" in words
    assert "Weil die Antwort" in words


def test_the_timeline_tells_what_when_and_which_authority(browser):
    words = text_of(browser.get(REQUEST))
    assert "Anfrage gesendet" in words
    assert "Zahnärztekammer Musterland" in words


@pytest.mark.parametrize(("status", "steps"), [
    ("awaiting_acceptance", ["Gesendet (erledigt)", "Annahme Nächster Schritt: Ungarn", "Auskünfte (später)", "Abschluss (später)"]),
    ("closed", ["Gesendet (erledigt)", "Angenommen (erledigt)", "Auskünfte erteilt (erledigt)", "Abgeschlossen (erledigt)"]),
])  # fmt: skip
def test_the_progress_says_in_words_what_is_done_what_is_next_and_what_comes_later(
    browser, requests, samples, status, steps
):
    requests.shown = samples.sample_view(status, "requesting")
    bar = re.search(r'<ol class="imi-steps".*?</ol>', browser.get(REQUEST).text, re.DOTALL).group()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bar))
    for step in steps:
        assert step in words.replace(" (", " (")
    assert bar.count('aria-current="step"') == (status != "closed")


def test_a_coordinator_stands_once_with_all_it_does(browser):
    page = browser.get(HUNGARIAN).text
    assert page.count(f'href="/directory/{UUID(int=21)}"') == 1
    assert "Zugang zum Politikbereich – Berufsqualifikationen" in page
    assert "Registrierung und Daten der Behörde" in page


def test_a_title_that_says_the_country_is_not_followed_by_it(browser, requests, samples):
    shown = samples.sample_view()
    named = shown.responding.model_copy(update={"titles": {"de": "Zahnärztekammer – Ungarn"}})
    requests.shown = shown.model_copy(update={"responding": named, "timeline": []})
    page = text_of(browser.get(REQUEST))
    assert "Zahnärztekammer – Ungarn" in page
    assert "Ungarn Ungarn" not in page
    assert "(Ungarn)" not in page


def test_the_scoreboard_stands_in_the_order_of_the_names_people_read(browser):
    page = browser.get("/statistics", headers={"cookie": "imi_language=de"}).text
    names = re.findall(r'data-country="([^"]+)"', page)
    assert names == ["Deutschland", "Frankreich", "Italien", "Österreich", "Spanien", "Ungarn"]
    assert 'data-days="0.0"' in page


def test_hungarians_read_the_family_name_first(browser, requests, samples, as_peter):
    as_peter()
    requests.shown = samples.sample_view("draft", "requesting")
    page = browser.get(f"{REQUEST}/edit/person").text
    assert page.index("f-subject.Surname") < page.index("f-subject.FirstName")


def test_what_changes_by_itself_is_announced_in_one_line_and_not_as_a_whole(browser):
    page = browser.get("/directory?q=zahn").text
    assert "aria-live" not in page
    assert page.count('id="say"') == 1
    assert "data-say" in page


def test_a_colour_never_stands_without_shape_and_word(browser):
    page = browser.get("/statistics").text
    assert re.search(r"imi-mark--green\"><svg.*?<circle.*?</svg>.*?gut", page, re.DOTALL)
    assert re.search(r"imi-mark--red\"><svg.*?<path.*?</svg>.*?schwach", page, re.DOTALL)


def test_the_board_alone_answers_when_figures_changed(browser):
    answer = browser.get("/statistics", headers={"hx-request": "true", "hx-target": "scoreboard"})
    assert "<html" not in answer.text
    assert 'id="scores"' in answer.text


@pytest.mark.parametrize(("service", "address", "words"), [
    ("requests", "/", "Nichts wartet auf Sie"),
    ("requests", "/requests?box=sent", "Hier sind keine Anfragen"),
    ("directory", "/directory?q=xyz", "Keine Behörde gefunden"),
    ("notifications", "/notices", "Noch keine Mitteilungen"),
    ("statistics", "/statistics", "Noch keine Zahlen"),
])  # fmt: skip
def test_an_empty_list_says_what_will_be_there(browser, app, service, address, words):
    getattr(app.state.services, service).empty = True
    assert words in browser.get(address).text


def test_home_does_without_notifications(browser, app):
    app.state.services.notifications.down = True
    answer = browser.get("/")
    assert answer.status_code == 200
    assert "Mitteilungen können zurzeit nicht angezeigt werden" in answer.text


@pytest.mark.parametrize(("code", "status", "words"), [
    ("resource.not_found", 404, "Hier ist nichts"), ("request.version_outdated", 409, "Jemand war schneller"),
    ("body.too_large", 413, "Das ist zu groß"), ("login.too_many", 429, "Zu viele Versuche"),
    ("service.unavailable", 503, "Zurzeit nicht verfügbar"), ("identity.forbidden", 403, "Das dürfen Sie nicht"),
    ("no.such_code", 422, "Das war nicht möglich"),
])  # fmt: skip
def test_a_refusal_becomes_a_page_that_says_what_to_do(browser, code, status, words):
    answer = browser.get(f"/preview/error/{code}")
    assert answer.status_code == status
    assert words in answer.text
    assert code in answer.text


def test_an_address_of_nothing_is_404_for_people_and_a_problem_for_programs(browser):
    assert browser.get("/requests/12345").status_code == 404
    assert browser.get("/no-such-page").status_code == 404
    assert (
        browser.get("/no-such-page", headers={"accept": "application/json"}).json()["code"]
        == "page.not_found"
    )


def test_programs_are_told_where_a_message_is_malformed(browser):
    answer = browser.get("/requests?page=none", headers={"accept": "application/json"})
    assert (answer.json()["code"], answer.json()["pointer"]) == ("resource.not_found", "/page")


def test_without_a_session_a_reader_goes_to_the_login_and_back(browser, app):
    app.state.reader.person = None
    answer = browser.get("/requests?box=sent")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Frequests%3Fbox%3Dsent"


def test_an_ended_session_is_explained(browser, app):
    app.state.reader.person = None
    answer = browser.get("/requests", headers={"cookie": "imi_session=old"})
    assert answer.status_code == 401
    assert "Ihre Sitzung ist beendet" in answer.text or "Your session has ended" in answer.text


def test_the_code_page_labels_each_character(browser):
    page = browser.get("/preview/code").text
    assert page.count('name="character"') == 3
    assert "Zeichen 11" in page


def test_a_refused_request_of_nobody_s_business_is_404(browser):
    assert browser.get(f"/requests/{UUID(int=99)}").status_code == 404


def test_a_document_is_saved_and_never_opened_here(browser, requests, app):
    async def pieces():
        yield b"%PDF"

    async def close():
        pass

    headers = {"content-type": "application/pdf", "content-length": "4"}
    remote = SimpleNamespace(headers=headers, aiter_bytes=pieces, aclose=close)

    async def open_attachment(*_):
        return remote

    requests.open_attachment = open_attachment
    answer = browser.get(f"{REQUEST}/attachments/{UUID(int=70)}")
    assert answer.content == b"%PDF"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Oklev%C3%A9l")


def test_a_lost_service_is_a_page_with_a_way_to_try_again(browser, requests):
    async def gone(*_, **__):
        raise Refused("service.unavailable")

    requests.listing = gone
    answer = browser.get("/requests")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
