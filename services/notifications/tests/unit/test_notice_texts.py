"""Texts and mails: complete in every language, matching placeholders, and nothing about the case."""

from email import policy
from email.parser import BytesParser
from string import Formatter
from typing import Any
from uuid import uuid4

import pytest

from imi_contracts.events import DeadlineProposed, RequestAccepted, RequestReplied, RequestSent
from imi_notifications.adapters.letters import Letters
from imi_notifications.adapters.texts import load_notice_texts
from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import Authority, User
from imi_notifications.entrypoints.consumer import STEPS

LANGUAGES = ("de", "en", "es", "fr", "hu", "it")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_languages_of_the_first_release_are_there() -> None:
    assert load_notice_texts().languages == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_exists_in_every_language_with_the_same_placeholders(language: str) -> None:
    found = load_notice_texts()
    assert found.missing(language) == ()
    for key in found.keys:
        source, text = found.by_language["en"][key], found.by_language[language][key]
        assert placeholders(text.value) == placeholders(source.value), key
        assert text.source == source.value, f"{key} was translated from another English text"


def notice_of(world: Any, model: Any = RequestSent, side: str = "requesting", **change: Any) -> Notice:
    return Notice.to(uuid4(), News.of(world.step(model, side, **change), uuid4()))


def german_chamber(world: Any) -> Authority:
    event = world.authority("DE")
    return Authority(event.authority_id, event.country, event.official_name, event.titles)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", STEPS)
def test_every_kind_of_news_can_be_said_in_every_language(
    world: Any, texts: Any, model: Any, language: str
) -> None:
    words = texts.words(notice_of(world, model), german_chamber(world), language)
    assert words.language == language
    assert "EX-2026-000123" in words.text
    assert not placeholders(words.title + words.text)


def test_a_notice_names_the_authority_by_its_title_in_the_readers_language(world: Any, texts: Any) -> None:
    words = texts.words(notice_of(world), german_chamber(world), "hu")
    assert words.text == (
        "Tartományi Fogorvosi Kamara (Németország) a következő számú megkeresést küldte Önöknek: "
        "EX-2026-000123. A megkeresés elfogadásra vár. Javasolt határidő: 2026. március 31."
    )


def test_an_authority_that_is_not_known_yet_is_named_by_its_country(world: Any, texts: Any) -> None:
    assert texts.words(notice_of(world), None, "de").text.startswith("Deutschland hat Ihnen")


def test_a_language_without_texts_reads_english(world: Any, texts: Any) -> None:
    words = texts.words(notice_of(world), german_chamber(world), "mt")
    assert (words.language, words.title) == ("en", "New request")


def test_the_agreed_date_is_said_rather_than_the_proposed_one(world: Any, texts: Any) -> None:
    agreed = notice_of(world, RequestAccepted, "responding", deadline_agreed="2026-04-02")
    assert "Agreed date: 2 April 2026." in texts.words(agreed, None, "en").text
    proposed = notice_of(world, DeadlineProposed, deadline_agreed="2026-04-02")
    assert "Proposed date: 31 March 2026." in texts.words(proposed, None, "en").text
    assert "2026-" not in texts.words(notice_of(world, RequestReplied), None, "en").text.replace(
        "EX-2026", ""
    )


@pytest.fixture
def letters(texts: Any) -> Letters:
    return Letters(texts, "OpenIMI <no-reply@imi.example>", "https://imi.example/")


def person(language: str = "hu") -> User:
    return User(uuid4(), "Nagy Anna", "anna@kamara.example", language, uuid4(), {}, active=True)


def test_a_mail_has_number_and_link_in_text_and_html_in_the_persons_language(
    world: Any, letters: Letters
) -> None:
    notice = notice_of(world)
    mail = BytesParser(policy=policy.default).parsebytes(
        bytes(letters(notice, person(), german_chamber(world)))
    )
    assert mail["Subject"] == "IMI EX-2026-000123: Új megkeresés"
    assert (mail["Content-Language"], mail["To"]) == ("hu", "anna@kamara.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    link = f"https://imi.example/requests/{world.request}"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    assert link in text.get_content()
    assert f'href="{link}"' in html.get_content()
    assert '<html lang="hu">' in html.get_content()


def test_the_message_id_follows_from_the_notice_so_a_repeated_mail_is_recognised(
    world: Any, letters: Letters
) -> None:
    notice = notice_of(world)
    first, again = letters(notice, person(), None), letters(notice, person(), None)
    assert first["Message-ID"] == again["Message-ID"] == f"<{notice.id}@imi.example>"


def test_a_title_cannot_bring_markup_into_the_mail(world: Any, letters: Letters) -> None:
    actor = Authority(world.german, "DE", "<script>x</script>", {})
    html = letters(notice_of(world), person(), actor).get_body(("html",))
    assert html
    assert "<script>" not in html.get_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_names_nobody(world: Any, letters: Letters, language: str) -> None:
    mail = bytes(letters(notice_of(world), person(language), german_chamber(world))).decode()
    assert "Nagy" not in mail
