"""Which English text of a published version was edited, where that can still be found out.

The manifest knows a hash only. But a help text that was added can be left out again, and translations that nobody has
touched since still carry the English they were made from: what leads back to the hash is what was edited.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from imi_contracts.areas.model import Area
from imi_contracts.areas.structure import hash_of
from imi_contracts.areas.wordings import HELP, split_key
from imi_contracts.catalogue import SOURCE_LANGUAGE, Findings, Texts
from imi_contracts.catalogue.marked import read_marked

English = dict[str, str]


def what_was_edited(file: Path, area: Area, texts: Texts, content: str, following: int) -> str:
    """A sentence about the edited text, with a space before; empty when it cannot be found out."""
    root = read_marked(file, Findings())
    if root is None:
        return ""
    structure = root.plain()
    now = {key: text.value for key, text in area.texts.by_language.get(SOURCE_LANGUAGE, {}).items()}
    for before, sentence in _guesses(now, area.wordings, _translated(texts, area), following):
        if hash_of(structure, before) == content:
            return f" {sentence}"
    return ""


def _guesses(
    now: English, wordings: Mapping[str, str], translated: English, following: int
) -> Iterator[tuple[English, str]]:
    """What the English texts may have been, and what was done to them then."""
    for key in now:
        if key.endswith(HELP):
            rest = {other: text for other, text in now.items() if other != key}
            yield rest, f"The help text `{wordings[key]}` was added; call it `{key}@{following}`."
    for key, text in translated.items():
        what = "was" if key in now else "is gone; it was"
        yield now | {key: text}, f"The English of `{wordings.get(key, key)}` {what} “{text}”."
    if len(translated) > 1:
        several = ", ".join(f"`{wordings.get(key, key)}`" for key in translated)
        yield now | translated, f"The English of {several} is another than their translations were made from."


def _translated(texts: Texts, area: Area) -> English:
    """The English that translations were made from, where it is not the English of now."""
    source = texts.by_language.get(SOURCE_LANGUAGE, {})
    used = {key: base for base, key in area.wordings.items()}
    found: English = {}
    for language, entries in texts.by_language.items():
        for key, text in entries.items() if language != SOURCE_LANGUAGE else ():
            base, since = split_key(key)
            if key not in source and since <= area.version:
                found.setdefault(base, text.source)
            elif key in used and text.source != source[key].value:
                found.setdefault(used[key], text.source)
    return found
