"""Asking the translation service for gists of free texts; their coming back is another story."""

from collections.abc import Iterable

from imi_contracts.commands.translation import TranslateText
from imi_contracts.vocabularies.enums import Side
from imi_requests.application.ports import Work
from imi_requests.domain.request import Request
from imi_requests.domain.texts import FreeText, reference_of


async def want_translations(request: Request, texts: Iterable[FreeText], language: str, work: Work) -> int:
    """Order what is not there or on its way; returns how many were ordered."""
    ordered = [text for text in texts if text.want(language, work.clock.now())]
    for text in ordered:
        reference = reference_of(text.id, language)
        work.send(
            TranslateText(reference=reference, text=text.text, source=text.language, target=language),
            subject=request.id,
            correlation_id=reference,
        )
    return len(ordered)


async def translate_for_other_side(request: Request, side: Side, work: Work) -> None:
    """Bring what `side` wrote into the first language of the other side's authority."""
    other = Side.RESPONDING if side is Side.REQUESTING else Side.REQUESTING
    authority = await work.authorities.get(request.authority_of(other))
    if authority is not None:
        await want_translations(request, request.texts_of(side), authority.reading_language, work)
