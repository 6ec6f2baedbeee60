"""What the translation service announces."""

from imi_contracts.codes import AreaCode, LanguageCode
from imi_contracts.messages import Event, event


@event
class CataloguePublished(Event):
    """A version of an area's questions and answers is available in these languages."""

    type = "translation.catalogue.published.v1"
    area: AreaCode
    version: int
    content_hash: str
    languages: list[LanguageCode]
