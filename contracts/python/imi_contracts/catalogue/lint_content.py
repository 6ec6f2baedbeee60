"""Lints of what a translation says: English left over, numbers, length, lists of words."""

import re
from collections.abc import Iterator

from imi_contracts.catalogue.lint_form import end_mark
from imi_contracts.catalogue.lint_languages import conventions
from imi_contracts.catalogue.lint_model import Complaint, Pair, Rule, Severity
from imi_contracts.catalogue.lint_placeholders import placeholders, without_placeholders
from imi_contracts.catalogue.lint_script import WORD, letters

NUMBER = re.compile(r"\d+")
BRACKETS = re.compile(r" ?\([^()]*\)")
SHORT_SENTENCE, SHORT_NAME = 25, 40  # below so many characters the length of a translation says nothing
WARN = Severity.WARNING


def plain_words(text: str) -> list[str]:
    """The words that could be translated: no placeholders, codes, abbreviations in capitals, single letters."""
    found = WORD.findall(without_placeholders(text))
    return [word.casefold() for word in found if len(word) > 1 and not word.isupper()]


def same_as_english(pair: Pair) -> Iterator[Complaint]:
    """An untranslated copy; one or two equal words may be a loan, more never are.

    One word that many languages begin with the same letters (sport, transport, diploma) is a loan.
    """
    if pair.text.strip().casefold() != pair.english.strip().casefold():
        return
    count = sum(len(word) > 2 for word in plain_words(pair.text))
    if count and not (count == 1 and (pair.is_list or pair.peers.is_loan)):
        advice = "translate it, or flag the entry `#, ignore-same` when the language really says so."
        severity = Severity.ERROR if count > 2 or conventions(pair.language).script != "Latin" else WARN
        yield Complaint("same", f"this is the English; {advice}", severity)


def english_left(pair: Pair) -> Iterator[Complaint]:
    """English words in the middle of a translation."""
    if pair.text == pair.english:
        return
    found = sorted(conventions(pair.language).english_words.intersection(plain_words(pair.text)))
    if found:
        severity = Severity.ERROR if len(found) > 1 else WARN
        yield Complaint("english-left", f"English is left over ({', '.join(found)}); translate it.", severity)


def numbers(pair: Pair) -> Iterator[Complaint]:
    """Articles, directives, days: a number of the English is in the translation too."""
    found = set(NUMBER.findall(pair.text))
    lost = [number for number in dict.fromkeys(NUMBER.findall(pair.english)) if number not in found]
    if lost and not pair.is_list and not pair.only_one:
        yield Complaint("numbers", f"the translation lacks {', '.join(lost)}; check the numbers.", WARN)


def bare_length(text: str) -> int:
    """How long a text is without remarks in brackets, those with brackets in them included."""
    bare = BRACKETS.sub("", text)
    return len(bare) if bare == text else bare_length(bare)


def length(pair: Pair) -> Iterator[Complaint]:
    """Much longer or shorter than this language usually is: something was added, lost or mixed up.

    Other languages are the better measure, because English says in a word what none of them can, and the reverse;
    without them a name, which may be one word here and three there, has to be far out before it is suspicious.
    """
    english, text = bare_length(pair.english), bare_length(pair.text)
    sentence = end_mark(pair.english, "en") in {"stop", "question"}
    if english < (SHORT_SENTENCE if sentence else SHORT_NAME) or pair.is_list:
        return
    expected = (pair.peers.length or english) * conventions(pair.language).length
    share = text / expected
    slack = (15 if sentence else 30) / english
    if pair.peers.length:
        low, high = (0.62 if sentence else 0.5) - slack / 4, 1.4 + slack
    else:
        low, high = 0.5 if sentence and english >= 60 else 0.4, 1.5 + slack
    whole = len(pair.text) / expected  # what others say in words may stand in brackets here
    if low <= whole and share <= high:
        return
    severity = Severity.ERROR if whole < low / 2 or share > high * 1.6 else WARN
    how = "longer" if share > high else "shorter"
    against = (
        f"in other languages (about {pair.peers.length:.0f})"
        if pair.peers.length
        else f"the {english} of the English"
    )
    yield Complaint(
        "length",
        f"{text} characters are much {how} than {against}; check whether it says the same.",
        severity,
    )


def word_list(pair: Pair) -> Iterator[Complaint]:
    """Synonyms and stems: separated by `; `, nothing empty, nothing twice."""
    if not pair.is_list:
        return
    items = [item.strip() for item in pair.text.split(";")]
    if not all(items):
        yield Complaint("list", "a word of the list is empty; remove the superfluous “;”.")
    folded = [item.casefold() for item in items if item]
    for item in sorted({item for item in folded if folded.count(item) > 1}):
        yield Complaint("list", f"“{item}” stands twice in the list; remove one.")
    if ";" not in pair.text and ";" in pair.english and "," in pair.text:
        yield Complaint("list", "the words are separated by commas; separate them by “; ”.")


RULES: tuple[Rule, ...] = (placeholders, same_as_english, english_left, letters, numbers, length, word_list)
