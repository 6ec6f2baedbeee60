"""Lints of the written form: spaces, punctuation at the end, quotation marks, brackets, capitals."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from imi_contracts.catalogue.lint_languages import DOUBLE_QUOTES, NO_BREAK, conventions
from imi_contracts.catalogue.lint_model import Complaint, Pair, Rule, Severity
from imi_contracts.catalogue.lint_placeholders import PLACEHOLDER

DOUBLE_SPACE = re.compile(rf"[ {NO_BREAK}]{{2,}}")
SPACE_BEFORE = re.compile(rf"(?<=\w)[ {NO_BREAK}]+([,.;:?!…])(?=\s|$)")
FRENCH_MARK = re.compile(r"(\w|[)\]}»”])( ?)([?!;:])(?=\s|$)|(«)( ?)(?=\w|[\[{])|(?<=[\w.?!\]})])( ?)(»)")
CLOSERS = "”“’‘»«)]\"'" + NO_BREAK + " "
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")
STRAIGHT = re.compile(r"[\"'`´]")
REPEATED = re.compile(r"\b([^\W\d_]{4,})\s+\1\b", re.IGNORECASE)
ENUMERATED = re.compile(r"(?<![\w(])(?:\w|[a-zα-ω]{2})\)")  # a) b) ba)
ABBREVIATION = re.compile(r"(?:\b\w{1,3}\. ?){2,}$|\betc\.$")  # n.e.c. and its sisters end no sentence
PLACEHOLDER_AT_END = re.compile(rf"(?:{PLACEHOLDER.pattern})$")
ORDINAL = re.compile(r"\d\.$")
REPEATED_RIGHTLY = frozenset(("nous", "vous"))
MARKS = {"?": "question", ".": "stop", "!": "exclamation", ":": "colon", "…": "ellipsis"}
NAMES = {
    "question": "question mark",
    "stop": "full stop",
    "exclamation": "exclamation mark",
    "colon": "colon",
    "ellipsis": "ellipsis",
}
CODE = frozenset("0123456789")
GREEK_QUESTION = frozenset(";\u037e")
WARN = Severity.WARNING


def spaces(pair: Pair) -> Iterator[Complaint]:
    """No space too many: doubled, at either end (unless the English has it), before punctuation."""
    if DOUBLE_SPACE.search(pair.text):
        yield Complaint("double-space", "two spaces in a row; leave one.")
    if pair.text[:1].isspace() != pair.english[:1].isspace():
        yield Complaint("begin-space", "the beginning differs from the English by a space; make it equal.")
    if pair.text[-1:].isspace() != pair.english[-1:].isspace():
        yield Complaint("end-space", "the end differs from the English by a space; make it equal.")
    found = SPACE_BEFORE.search(pair.text)
    if found and not (pair.language == "fr" and found[1] in ";:?!") and not SPACE_BEFORE.search(pair.english):
        yield Complaint("punctuation-space", f"a space stands before “{found[1]}”; take it out.")


def french_spaces(pair: Pair) -> Iterator[Complaint]:
    """French sets a no-break space before ? ! ; : » and after «."""
    if pair.language != "fr" or pair.is_list:
        return
    for found in FRENCH_MARK.finditer(pair.text):
        mark = found[3] or found[4] or found[7]
        yield Complaint(
            "french-space",
            f"French sets a no-break space (U+00A0 or U+202F) beside “{mark}”; put it in.",
            WARN,
        )
        return


def characters(pair: Pair) -> Iterator[Complaint]:
    """No invisible characters, no letters put together from a letter and a loose accent."""
    found = INVISIBLE.search(pair.text)
    if found and not INVISIBLE.search(pair.english):
        yield Complaint(
            "invisible", f"an invisible character U+{ord(found[0]):04X} is hidden here; remove it."
        )
    if unicodedata.normalize("NFC", pair.text) != pair.text:
        yield Complaint(
            "decomposed", "accents are separate characters (not Unicode NFC); type the letters anew."
        )


@lru_cache(maxsize=8192)
def end_mark(text: str, language: str) -> str:
    """Which punctuation a text ends with, quotation marks and brackets after it aside; empty for none."""
    stripped = text.rstrip(CLOSERS)
    if ABBREVIATION.search(stripped):
        return ""
    last = stripped[-1:]
    if language == "el" and last in GREEK_QUESTION:
        return "question"
    return MARKS.get(last, "")


def end_punctuation(pair: Pair) -> Iterator[Complaint]:
    """A question stays a question and a sentence a sentence."""
    if pair.is_list:
        return
    wanted, found = end_mark(pair.english, "en"), end_mark(pair.text, pair.language)
    if wanted == found:
        return
    if wanted:
        mark = "Greek question mark “;”" if (wanted, pair.language) == ("question", "el") else NAMES[wanted]
        severity = (
            WARN if PLACEHOLDER_AT_END.search(pair.text) else Severity.ERROR
        )  # a date may bring its own stop
        yield Complaint(
            f"end-{wanted}", f"the English ends with a {NAMES[wanted]}; end with a {mark} too.", severity
        )
    elif not (
        found == "stop" and ORDINAL.search(pair.text.rstrip(CLOSERS))
    ):  # many languages write “Article 23.”
        short = len(pair.text.rstrip(CLOSERS).split()[-1:][0].strip(".(")) <= 4  # `etc.` and its kind
        severity = Severity.ERROR if found == "question" or (found == "stop" and not short) else WARN
        yield Complaint(
            f"end-{found}", f"the English does not end with this {NAMES[found]}; take it out.", severity
        )


def question_marks(pair: Pair) -> Iterator[Complaint]:
    """Greek asks with “;”, Spanish opens a question with “¿”."""
    if pair.language == "el" and "?" in pair.text:
        yield Complaint("question-mark", "Greek asks with “;”, not with “?”; replace it.")
    for opener, closer in ("¿?", "¡!"):
        if pair.language == "es" and pair.text.count(closer) > pair.text.count(opener):
            yield Complaint(
                "question-mark", f"Spanish opens with “{opener}” what ends with “{closer}”; add it."
            )


def quotes(pair: Pair) -> Iterator[Complaint]:
    """Typographic quotation marks and apostrophes, and those of the language."""
    found = STRAIGHT.search(pair.text)
    source = pair.language == "en"
    if found and (source or found[0] not in pair.english):
        own = conventions(pair.language).quotes[:2] or "“”"
        yield Complaint(
            "straight-quotes",
            f"straight {found[0]} stands here; write {own[0]}…{own[1]} for a quotation, ’ for an apostrophe.",
        )
    own = conventions(pair.language).quotes
    strange = sorted(
        {character for character in pair.text if character in DOUBLE_QUOTES and character not in own}
    )
    if own and strange:
        yield Complaint(
            "foreign-quotes",
            f"{' '.join(strange)} is not used in this language; write {own[0]}…{own[1]}.",
            WARN,
        )


def brackets(pair: Pair) -> Iterator[Complaint]:
    """What is opened is closed; `a)` at the beginning of an item opens nothing."""
    for opener, closer in ("()", "[]", "{}"):
        missing = [
            text.count(opener) - text.count(closer) for text in (pair.text, ENUMERATED.sub("", pair.text))
        ]
        if all(missing) and pair.english.count(opener) == pair.english.count(closer):
            yield Complaint(
                "brackets", f"“{opener}” and “{closer}” do not come in pairs; close or remove one."
            )


def capitals(pair: Pair) -> Iterator[Complaint]:
    """A sentence begins with a capital, a label in lower case stays in lower case (nouns of German aside)."""
    if pair.is_list or not pair.text or not pair.english:
        return
    first, source = pair.text[0], pair.english[0]
    if end_mark(pair.english, "en") in {"stop", "question"} and source.isupper() and first.islower():
        yield Complaint("capital", "the sentence begins in lower case; begin with a capital.", WARN)
    word = pair.text.split()[0]
    is_word = word[0].isupper() and word[1:].islower() and CODE.isdisjoint(word)
    is_label = source.islower() and pair.english.islower()  # with a name in it, the name may come first
    if is_label and is_word and pair.language != "de":
        yield Complaint(
            "capital",
            f"the English begins in lower case; write “{word[0].lower()}{word[1:]}” if it is no name.",
            WARN,
        )


def repeated_words(pair: Pair) -> Iterator[Complaint]:
    """The same word twice in a row is a slip."""
    found = REPEATED.search(pair.text)
    if found and found[1].casefold() not in REPEATED_RIGHTLY and not REPEATED.search(pair.english):
        yield Complaint("repeated", f"“{found[1]}” stands twice in a row; remove one.", WARN)


RULES: tuple[Rule, ...] = (
    spaces,
    french_spaces,
    characters,
    end_punctuation,
    question_marks,
    quotes,
    brackets,
    capitals,
    repeated_words,
)
SOURCE_RULES: tuple[Rule, ...] = (spaces, characters, quotes, repeated_words)
