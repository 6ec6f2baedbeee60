"""When two texts are the same, and when a similar one may stand for another."""

import hashlib
import re
import unicodedata

from imi_translation.domain.negations import NEGATIONS
from imi_translation.domain.translation import Pair

# A fuzzy search is for sentences: short strings match everything, long ones cost too much.
FUZZY_CHARACTERS = range(20, 2_001)
FUZZY_THRESHOLD = 0.85
ANCHOR_WORDS = 4
ANCHOR_LETTERS = 4
_SHORTEST_NEGATED = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def normalise(text: str) -> str:
    """The form in which texts are compared: one Unicode form, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def memory_key(pair: Pair, text: str) -> str:
    """The identity of an approved translation: pair and normalised text."""
    content = f"{pair.source}\0{pair.target}\0{normalise(text)}"
    return hashlib.sha256(content.encode()).hexdigest()


def words(text: str) -> list[str]:
    return _WORD.findall(normalise(text))


def has_words(text: str) -> bool:
    """Whether there is anything to translate: a letter at least."""
    return any(character.isalpha() for character in text)


def anchors(text: str) -> list[str]:
    """The few longest words: rare enough to find similar sentences without reading all of them."""
    found = sorted(set(words(text)), key=lambda word: (-len(word), word))
    return [word for word in found if len(word) >= ANCHOR_LETTERS][:ANCHOR_WORDS] or found[:ANCHOR_WORDS]


def may_stand_for(known: str, asked: str, language: str) -> bool:
    """Whether a similar known text may serve as a gist of the asked one.

    Never when they differ in a number or a negation: almost the same letters, the opposite meaning.
    """
    ours, theirs = set(words(known)), set(words(asked))
    only_known, only_asked = ours - theirs, theirs - ours
    differing = only_known | only_asked
    if any(character.isdigit() for word in differing for character in word):
        return False
    if differing & NEGATIONS.get(language, frozenset()):
        return False
    return not any(_prefixed(a, b) or _prefixed(b, a) for a in only_known for b in only_asked)


def _prefixed(longer: str, shorter: str) -> bool:
    """`invalid` and `valid`, `neplatný` and `platný`: negation by prefix, in any language."""
    return len(shorter) >= _SHORTEST_NEGATED and longer != shorter and longer.endswith(shorter)
