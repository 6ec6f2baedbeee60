"""What packaged data says of a state: its name, languages, capital and regions (CLDR, ISO 3166-2)."""

import gettext
from functools import lru_cache
from typing import Any

import pycountry
from babel.dates import get_timezone_location

from imi_contracts.catalogue import country_name
from imi_contracts.catalogue.names import locale

__all__ = ["capital", "country_name", "region_name", "regions"]


def capital(zone: str, language: str) -> str:
    """The city that gives this time zone its name, in the language."""
    return str(get_timezone_location(zone, locale=locale(language), return_city=True))


def regions(country: str, kind: str) -> list[str]:
    """ISO 3166-2 codes of the regions of this kind, in their order."""
    return sorted(
        c for c, region in _subdivisions().items() if region.type == kind and c.startswith(f"{country}-")
    )


def region_name(code: str, language: str | None = None) -> str:
    """The region's name in the language if ISO's translators have one, else as the state writes it."""
    name: str = _subdivisions()[code].name
    return _plain(_translations(language).gettext(name) if language else name)


@lru_cache(maxsize=1)
def _subdivisions() -> dict[str, Any]:
    return {region.code: region for region in pycountry.subdivisions}


@lru_cache(maxsize=32)
def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True)


def _plain(name: str) -> str:
    """`Illes Balears [Islas Baleares]` → `Illes Balears`; `Madrid, Comunidad de` → `Comunidad de Madrid`."""
    name = name.partition(" [")[0]
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma else name
