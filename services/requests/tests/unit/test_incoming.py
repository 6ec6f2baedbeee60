"""News from the directory and gists from translation."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from imi_contracts.commands.translation import TextTranslation
from imi_contracts.events.directory import AuthorityChanged
from imi_contracts.events.requests import TextTranslated
from imi_kit.testing import enveloped
from imi_requests.application.incoming.authority_changed import on_authority
from imi_requests.application.incoming.text_translated import on_text_translation
from imi_requests.domain.texts import reference_of

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def authority_event(authority_id: UUID, name: str) -> AuthorityChanged:
    return AuthorityChanged(
        authority_id=authority_id,
        country="HU",
        official_name=name,
        official_language="hu",
        titles={"en": "Chamber"},
        languages=["hu", "en"],
        areas={"professional-qualifications": "authority"},
        status="active",
    )


async def test_older_news_of_an_authority_is_ignored(case: Any) -> None:
    authority_id = uuid4()
    for sequence, name in ((2, "new"), (1, "old"), (2, "again"), (4, "newest"), (3, "late")):
        event = authority_event(authority_id, name)
        await on_authority(event, enveloped(event, sequence=sequence), case.work)
    assert case.work.authorities.stored[authority_id].official_name == "newest"
    assert case.work.authorities.stored[authority_id].sequence == 4


def gist(reference: str, text: str | None, **more: Any) -> TextTranslation:
    values = {"origin": "engine" if text else "none", "engine": "ct2" if text else None}
    return TextTranslation(
        reference=reference, source="de", target="hu", text=text, translated_at=AT, **(values | more)
    )


async def test_a_gist_is_kept_beside_the_original_with_its_label(case: Any) -> None:
    request_id = await case.sent()
    (order,) = case.work.commands
    result = gist(order.reference, "Jó napot", engine_version="3", score=0.9, origin="memory_fuzzy")
    await on_text_translation(result, enveloped(result), case.work)
    (text,) = (await case.view(request_id, case.anna)).free_texts
    assert text.text.startswith("Frau Kovács")
    (translation,) = text.translations
    assert (translation.status, translation.text, translation.origin) == (
        "translated",
        "Jó napot",
        "memory_fuzzy",
    )
    assert (translation.engine, translation.engine_version, translation.score) == ("ct2", "3", 0.9)
    assert translation.at == AT
    event = case.work.events[-1]
    assert isinstance(event, TextTranslated)
    assert (event.language, event.available) == ("hu", True)


async def test_the_plain_statement_that_there_is_none_is_kept_too(case: Any) -> None:
    request_id = await case.sent()
    result = gist(case.work.commands[0].reference, None)
    await on_text_translation(result, enveloped(result), case.work)
    (text,) = (await case.view(request_id, case.anna)).free_texts
    assert (text.translations[0].status, text.translations[0].text) == ("unavailable", None)
    assert case.work.events[-1].available is False


async def test_a_gist_nobody_waits_for_changes_nothing(case: Any) -> None:
    await case.sent()
    said = len(case.work.events)
    for reference in (reference_of(uuid4(), "hu"), "nonsense"):
        result = gist(reference, "Jó napot")
        await on_text_translation(result, enveloped(result), case.work)
    assert len(case.work.events) == said


async def test_a_gist_does_not_outdate_what_people_have_open(case: Any) -> None:
    request_id = await case.sent()
    before = (await case.view(request_id, case.anna)).version
    result = gist(case.work.commands[0].reference, "Jó napot")
    await on_text_translation(result, enveloped(result), case.work)
    assert (await case.view(request_id, case.anna)).version == before
