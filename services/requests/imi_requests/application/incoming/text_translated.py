"""A gist came back: store it beside the original, with everything that labels it as machine-made."""

from imi_contracts.commands.translation import TextTranslation
from imi_contracts.envelope import Envelope
from imi_contracts.events.requests import TextTranslated
from imi_requests.application.ports import Work
from imi_requests.domain.request import Request
from imi_requests.domain.texts import FreeText, Translation, TranslationStatus, parse_reference


async def on_text_translation(result: TextTranslation, _: Envelope, work: Work) -> None:
    """A result for a text that was rewritten or erased meanwhile is of no use to anybody."""
    parsed = parse_reference(result.reference)
    request_id = await work.requests.of_text(parsed[0]) if parsed else None
    request = await work.requests.get(request_id, for_change=True) if request_id else None
    text = next((t for t in request.texts if parsed and t.id == parsed[0]), None) if request else None
    if request is None or text is None:
        return
    _store(result, text, work)
    await work.requests.save_translations(text)
    _announce(result, request, work)


def _store(result: TextTranslation, text: FreeText, work: Work) -> None:
    asked = text.translations.get(result.target)
    text.translations[result.target] = Translation(
        language=result.target,
        asked_at=asked.asked_at if asked else work.clock.now(),
        status=TranslationStatus.UNAVAILABLE if result.text is None else TranslationStatus.TRANSLATED,
        text=result.text,
        origin=None if result.text is None else result.origin,
        score=result.score,
        engine=result.engine,
        engine_version=result.engine_version,
        at=result.translated_at,
    )


def _announce(result: TextTranslation, request: Request, work: Work) -> None:
    work.publish(
        TextTranslated(
            request_id=request.id,
            requesting_country=request.requesting_country,
            responding_country=request.responding_country,
            requesting_authority=request.requesting,
            responding_authority=request.responding,
            language=result.target,
            available=result.text is not None,
        ),
        subject=request.id,
        sequence=request.version,
    )
