"""Names and formats from CLDR through Babel, never ours: countries, languages, dates, numbers, amounts."""

import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError, dates, numbers

EUROPEAN = {"en": "en_GB"}  # plain "en" would write dates as in America


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """Babel's locale of a language; English when CLDR does not know it."""
    try:
        return Locale.parse(EUROPEAN.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes that CLDR names (without its groupings and test regions)."""
    no_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    territories = Locale.parse("en").territories
    codes = (str(code) for code in territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in no_countries)


def country_name(code: str, language: str) -> str:
    """The country's name in the language; the code itself when CLDR has no name."""
    return str(locale(language).territories.get(code, code))


def language_name(code: str, language: str) -> str:
    """The language's name in the language; the code itself when CLDR has no name."""
    return str(locale(language).languages.get(code, code))


def format_date(value: date, language: str) -> str:
    return str(dates.format_date(value, format="long", locale=locale(language)))


def format_period(start: date, end: date | None, language: str) -> str:
    """`1 May 2020 – 3 June 2021`; an open end stays open."""
    begin = format_date(start, language)
    return f"{begin} –" if end is None else f"{begin} – {format_date(end, language)}"


def format_number(value: Decimal | int, language: str) -> str:
    return str(numbers.format_decimal(value, locale=locale(language)))


def format_amount(value: Decimal, currency: str, language: str) -> str:
    return str(numbers.format_currency(value, currency, locale=locale(language)))


def sort_key(text: str) -> str:
    """A key that orders words as a reader expects without ICU: accents and case do not separate letters."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
