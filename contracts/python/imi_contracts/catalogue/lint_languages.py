"""What the lints know of each language: letters, quotation marks, usual length, words English leaves behind."""

import string
from dataclasses import dataclass
from functools import lru_cache

LATIN = frozenset(string.ascii_letters)
NO_BREAK = "\u00a0\u202f"

# Letters beside a–z that ordinary words of the language are written with.
LETTERS = {
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøåéáó",
    "de": "äöüßéèàẞ",
    "en": "éèïç",
    "es": "áéíñóúü",
    "et": "äöõüšž",
    "fi": "äöåšžé",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "ga": "áéíóú",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "is": "áðéíóúýþæö",
    "it": "àèéìíîòóù",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "mt": "ċġħżàèéìîòù",
    "nb": "æøåéèêóòôà",
    "nl": "ëïéèöüêáóíúàç",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàçéêíóôõúü",
    "ro": "ăâîșț",
    "sk": "áäčďéíĺľňóôöŕšťúýž",
    "sl": "čšž",
    "sv": "åäöéàü",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
}

# Typographic quotation marks of the language; the first two are proposed to whoever used others.
QUOTES = {
    "bg": "„“",
    "cs": "„“‚‘",
    "da": "»«“”„",
    "de": "„“‚‘»«",
    "el": "«»“”",
    "en": "“”‘",
    "es": "«»“”",
    "et": "„”“",
    "fi": "””»",
    "fr": "«»“”",
    "ga": "“”‘",
    "hr": "„”“»«",
    "hu": "„”»«",
    "is": "„“‚‘",
    "it": "«»“”",
    "lt": "„“",
    "lv": "“”„«»",
    "mt": "“”‘",
    "nb": "«»",
    "nl": "“”„‘",
    "pl": "„”»«",
    "pt": "«»“”",
    "ro": "„”«»",
    "sk": "„“‚‘",
    "sl": "„“»«",
    "sv": "””»",
}
DOUBLE_QUOTES = frozenset("“”„«»‟")

# How long texts of the language are on average when the English counts 1.
LENGTH = {
    "bg": 1.1, "cs": 1.0, "da": 1.05, "de": 1.2, "el": 1.2, "en": 1.0, "es": 1.2, "et": 1.0, "fi": 1.05,
    "fr": 1.2, "ga": 1.2, "hr": 1.05, "hu": 1.1, "is": 1.05, "it": 1.2, "lt": 1.05, "lv": 1.05, "mt": 1.15,
    "nb": 1.0, "nl": 1.15, "pl": 1.1, "pt": 1.15, "ro": 1.15, "sk": 1.05, "sl": 1.05, "sv": 1.0,
}  # fmt: skip

# English words that no other of our languages writes in the same way, and what each language does write so.
ENGLISH_WORDS = frozenset(
    ("the", "this", "that", "with", "which", "from", "whether", "your", "please", "authority", "request")
)
ENGLISH_WORDS_ELSEWHERE: dict[str, frozenset[str]] = {}

# Latin letters that look like letters of the other two scripts: mixed up, no reader sees it, every search fails.
LOOKALIKES = {"bg": frozenset("AaBEeKMHOoPpCcTXxy"), "el": frozenset("ABEZHIKMNOPTYXovx")}
SCRIPTS = {"bg": "Cyrillic", "el": "Greek"}


@dataclass(frozen=True, slots=True)
class Conventions:
    """One language's part of the tables above."""

    code: str
    letters: frozenset[str]
    quotes: str
    length: float
    english_words: frozenset[str]

    @property
    def script(self) -> str:
        return SCRIPTS.get(self.code, "Latin")


@lru_cache(maxsize=64)
def conventions(language: str) -> Conventions:
    """The conventions of a language; one that is not in the tables is held to what all Latin ones share."""
    own = LETTERS.get(language, "")
    letters = frozenset(own + own.upper()) | (frozenset() if language in SCRIPTS else LATIN)
    return Conventions(
        code=language,
        letters=letters,
        quotes=QUOTES.get(language, ""),
        length=LENGTH.get(language, 1.1),
        english_words=ENGLISH_WORDS - ENGLISH_WORDS_ELSEWHERE.get(language, frozenset()),
    )
