"""Where sentences end: engines are made for one sentence at a time."""

import re

_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+")
# A full stop after a number, an initial or one of these is no end (3. Mai, J. Nagy, Art. 5).
_LAST_WORD = re.compile(r"([^\W_]+)\.$")
_SHORTENED = "abs art bzw ca cf dott dr ifj ing jr lit mag mr mrs ms nr par prof sig sr sra st ul vgl özv"
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_OPENING = "\"'“„«([¿¡-–"


def split_sentences(line: str) -> list[str]:
    """The sentences of one line, without the spaces between them."""
    sentences: list[str] = []
    begin = 0
    for match in _END.finditer(line):
        before, after = line[begin : match.start()], line[match.end() : match.end() + 1]
        if _is_abbreviated(before) or not (after.isupper() or after.isdigit() or after in _OPENING):
            continue
        sentences.append(line[begin : match.end()].strip())
        begin = match.end()
    rest = line[begin:].strip()
    return [*sentences, rest] if rest else sentences


def _is_abbreviated(before: str) -> bool:
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last[1].casefold()
    return word.isdigit() or len(word) == 1 or word in _ABBREVIATIONS
