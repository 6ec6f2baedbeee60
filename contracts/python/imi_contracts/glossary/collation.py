"""Sorts words as a language's dictionary does: which letters are letters of their own, and where they stand.

Only what differs from “accents do not separate letters” is written down; ICU would bring thirty megabytes.
"""

import re
import unicodedata
from functools import lru_cache

ALPHABETS = {
    "bg": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я",
    "cs": "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž",
    "da": "a b c d e f g h i j k l m n o p q r s t u v w x y z æ ø å",
    "es": "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z",
    "et": "a b c d e f g h i j k l m n o p q r s š z ž t u v w õ ä ö ü x y",
    "fi": "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö",
    "hr": "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž",
    "hu": "a b c cs d dz dzs e f g gy h i j k l ly m n ny o ö p q r s sz t ty u ü v w x y z zs",
    "is": "a á b c d ð e é f g h i í j k l m n o ó p q r s t u ú v w x y ý z þ æ ö",
    "lt": "a b c č d e f g h i y j k l m n o p q r s š t u v w x z ž",
    "lv": "a b c č d e f g ģ h i j k ķ l ļ m n ņ o p q r s š t u v w x y z ž",
    "mt": "a b ċ c d e f ġ g għ h ħ i ie j k l m n o p q r s t u v w x y ż z",
    "nb": "a b c d e f g h i j k l m n o p q r s t u v w x y z æ ø å",
    "pl": "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż",
    "ro": "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z",
    "sk": "a ä b c č d dz dž e f g h ch i j k l ľ m n o ô p q r s š t u v w x y z ž",
    "sl": "a b c č ć d đ e f g h i j k l m n o p q r s š t u v w x y z ž",
    "sv": "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö",
}
AS_ANOTHER = {"hu": {"ő": "ö", "ű": "ü"}, "de": {"ß": "ss"}, "fr": {"œ": "oe", "æ": "ae"}}
Key = tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=64)
def _letters(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    places = {letter: place for place, letter in enumerate(ALPHABETS.get(language, "").split())}
    longest_first = sorted(places, key=len, reverse=True)
    return re.compile("|".join([*longest_first, "."]), re.DOTALL), places


def _plain(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def collation_key(text: str, language: str) -> tuple[Key, str]:
    """A key to sort by: spaces and signs first, then letters in the order of the language's alphabet."""
    folded = unicodedata.normalize("NFC", text.lower())
    for letter, other in AS_ANOTHER.get(language, {}).items():
        folded = folded.replace(letter, other)
    pattern, places = _letters(language)
    key: list[tuple[int, int, str]] = []
    for found in pattern.findall(folded):
        letter = found if found in places else _plain(found)
        if letter in places:
            key.append((2, places[letter], ""))
        else:
            key.append((2 if letter.isalpha() else 1 if letter.isdigit() else 0, len(places), letter))
    return tuple(key), folded
