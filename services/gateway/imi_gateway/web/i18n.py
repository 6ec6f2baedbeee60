"""In which language a person reads: the choice, interface texts (gettext), CLDR's names and dates.

Content (questions, titles) may exist in a language the interface does not have yet, so both are kept apart.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import negotiate_locale
from babel.dates import format_date, format_time, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

if TYPE_CHECKING:
    from decimal import Decimal

    from starlette.requests import Request

LOCALE_FOLDER = Path(__file__).resolve().parents[1] / "locale"
COOKIE = "imi_language"
SOURCE = "en"
# The 24 official languages of the Union (Regulation 1/1958, Art. 1), then Icelandic and Norwegian (EEA).
LANGUAGES: tuple[str, ...] = tuple(
    "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv is nb".split()  # noqa: SIM905
)
EUROPEAN = {"en": "en_GB"}  # plain "en" would write dates and times as in America
BRUSSELS = ZoneInfo("Europe/Brussels")  # one clock for all sides of a case


@dataclass(frozen=True)
class Interface:
    """One reader's language: `content` is what was chosen, `text` what the interface texts are in."""

    content: str
    text: str
    locale: Locale
    translations: NullTranslations

    @property
    def complete(self) -> bool:
        """Whether the interface itself exists in the chosen language."""
        return self.content == self.text

    def gettext(self, message: str) -> str:
        return self.translations.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.translations.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        return self.translations.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        return self.translations.npgettext(context, singular, plural, number)

    def day(self, value: date | datetime | str | None) -> str:
        """A calendar day as people write it here; "" for none."""
        day = _as_date(value)
        return unbroken(format_date(day, format="long", locale=self.locale)) if day else ""

    def moment(self, value: datetime | str | None) -> str:
        """Day and time of Brussels, so that both sides read the same time."""
        if not value:
            return ""
        moment = _as_datetime(value).astimezone(BRUSSELS)
        day = unbroken(format_date(moment.date(), format="medium", locale=self.locale))
        return f"{day}, {unbroken(format_time(moment.time(), format='short', locale=self.locale))}"

    def ago(self, value: datetime | str) -> str:
        """How long ago, roughly ("2 days ago")."""
        passed = _as_datetime(value) - datetime.now(UTC)
        return format_timedelta(passed, add_direction=True, locale=self.locale)

    def days_until(self, value: date | str) -> int:
        """Days from today to a day; negative when it has passed."""
        day = _as_date(value)
        return (day - datetime.now(BRUSSELS).date()).days if day else 0

    def percent(self, share: float) -> str:
        """A share of one as per cent. Rounded down: 79.9 % must not read as the 80 % it did not reach."""
        return format_percent(int(share * 100 + 1e-9) / 100, locale=self.locale)

    def number(self, value: float | Decimal) -> str:
        return format_decimal(value, format="#,##0.#", locale=self.locale)

    def days(self, value: float) -> str:
        """Days on average; what took a moment is less than a tenth of a day, not none."""
        tenth = 0.1
        return f"<\N{NO-BREAK SPACE}{self.number(tenth)}" if value < tenth / 2 else self.number(value)

    def quoted(self, words: str) -> str:
        """Words within a sentence, in this language's quotation marks."""
        return self.gettext("“%(words)s”") % {"words": words}

    def file_size(self, count: int) -> str:
        """Bytes as kB or MB (powers of 1000, as file managers show them)."""
        if count < 1_000_000:
            return unbroken(f"{self.number(max(1, round(count / 1000)))} kB")
        return unbroken(f"{self.number(count / 1_000_000)} MB")

    def country(self, code: str) -> str:
        """The country's name; its code where CLDR has none."""
        return str(self.locale.territories.get(code, code))

    def language(self, code: str) -> str:
        """The language's name as it stands within a sentence."""
        return str(self.locale.languages.get(code, code))


def unbroken(text: str) -> str:
    """A date or a size that no line end tears apart."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def own_name(code: str) -> str:
    """A language's name in that language, as its speakers look for it."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


@cache
def available() -> tuple[str, ...]:
    """Languages that the interface has a catalogue for."""
    found = {p.parents[1].name for p in LOCALE_FOLDER.glob("*/LC_MESSAGES/gateway.po")}
    return tuple(code for code in LANGUAGES if code == SOURCE or code in found)


@cache
def interface(content: str) -> Interface:
    """The interface for a language; its texts fall back to English where there is no catalogue."""
    content = content if content in LANGUAGES else SOURCE
    text = content if content in available() else SOURCE
    return Interface(content, text, Locale.parse(EUROPEAN.get(text, text)), load(text))


def load(language: str) -> NullTranslations:
    """Compile a catalogue in memory; no .mo file lies beside the .po that could grow old."""
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / "gateway.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def choose(cookie: str | None, profile: str | None, header: str | None) -> str:
    """The chosen language: what was picked on the page, else the person's own, else the browser's."""
    for candidate in (cookie, profile):
        if candidate in LANGUAGES:
            return str(candidate)
    return negotiate_locale(_accepted(header or ""), LANGUAGES, sep="-") or SOURCE


def of_request(request: Request) -> Interface:
    """The interface of this request; the session's person, if any, was put on the request before."""
    person = getattr(request.state, "person", None)
    profile = person.language if person else None
    header = request.headers.get("accept-language")
    return interface(choose(request.cookies.get(COOKIE), profile, header))


def _accepted(header: str) -> list[str]:
    wanted: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        wanted.append((weight, tag.strip().replace("nn", "nb").replace("no", "nb")))
    return [tag for _, tag in sorted(wanted, key=lambda pair: -pair[0])]


def _as_date(value: date | datetime | str | None) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value[:10]) if value else None
    return value.date() if isinstance(value, datetime) else value


def _as_datetime(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
