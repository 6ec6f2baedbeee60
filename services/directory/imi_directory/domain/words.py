"""How a text becomes search words, and how close two words are: the same for what is stored and asked.

Folding is done here, not by the database's unaccent, so that both sides fold alike on every server.
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

MAX_QUERY_WORDS = 8
SHORT = 3
"""Words of up to three letters (für, de, HU) raise the rank but are never demanded."""

_UNDECOMPOSED = str.maketrans({
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h", "ı": "i", "ς": "σ",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


class Closeness(IntEnum):
    """How well a stored word answers an asked word; higher is better."""

    NONE = 0
    MISSPELT = 1
    RELATED = 2
    EXACT = 3


def fold(text: str) -> str:
    """Lower case without accents: `Zahnärzte` → `zahnarzte`, `Łódź` → `lodz`, `Αθήνα` → `αθηνα`."""
    plain = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(_UNDECOMPOSED)


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text in order, each once, at most 40 letters long.

    Remembered, because the same labels and names stand in the documents of thousands of authorities.
    """
    return tuple(dict.fromkeys(word[:40] for word in _WORD.findall(fold(text))))


def closeness(asked: str, stored: str) -> Closeness:
    """Compare two folded words; short ones must be equal.

    Related: the stored word contains the asked one (compounds: `kammer` in `zahnarztekammer`), or they share
    a stem (`ungarische`/`ungarn`). Misspelt: one slip in words of up to seven letters, two in longer ones.
    """
    if asked == stored:
        return Closeness.EXACT
    if len(asked) <= SHORT or len(stored) <= SHORT:
        return Closeness.NONE
    if asked in stored or _same_stem(asked, stored):
        return Closeness.RELATED
    allowed = 1 if len(asked) < 8 else 2
    return Closeness.MISSPELT if slips(asked, stored, allowed) <= allowed else Closeness.NONE


def _same_stem(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    common = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    return common >= 5 and common * 4 >= shorter * 3


def slips(one: str, other: str, limit: int) -> int:
    """Letters missing, added, wrong or swapped between two words; gives up above `limit`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
