"""Brings the texts of an area in step with area.yaml: an entry for every text that is missing, in every language."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from babel.messages.plurals import get_plural

from imi_contracts.areas.files import write_whole
from imi_contracts.areas.package import WORKING_COPY
from imi_contracts.areas.structure import read_structure
from imi_contracts.areas.wordings import expected_texts
from imi_contracts.catalogue import SOURCE_LANGUAGE, Findings, Texts
from imi_contracts.catalogue.texts import parse_po
from imi_contracts.vocabularies.model import Vocabularies

UNWRITTEN = "TODO"
"""How an English text begins that nobody has written yet; the validator refuses it."""

_WIDTH = 110
_NOTES = {
    "area": "The policy area as a whole.",
    "legal-basis": "The article that allows the request. Cite the act as your language version does.",
    "kind": "A kind of request, as one chooses it.",
    "category": "Heading above a group of questions.",
    "field": "Label of a form field. No colon at the end.",
    "question": "A question to another authority. Keep the words in square brackets as they are.",
    "choice": "A prepared answer.",
}


def write_texts(folder: Path, vocabularies: Vocabularies, languages: Iterable[str] = ()) -> Iterator[str]:
    """Write what is missing; tells for every file how many texts were added.

    Without `languages` every language that has a file is brought in step. Nothing that is there is changed: English
    texts keep their wording, translations stay. Raises CatalogueError, before anything is written, when area.yaml or
    one of the files cannot be read to the last letter.
    """
    wanted = tuple(languages) or tuple(file.stem for file in sorted((folder / "locale").glob("*.po")))
    findings = Findings()
    source = folder / "locale" / f"{folder.name}.pot"
    known = _read(source, folder, findings)
    there = {
        language: _read(_file(folder, language), folder, findings)
        for language in wanted
        if language in vocabularies["languages"]
    }
    findings.raise_if_any()
    added = [_unwritten(key) for key in _missing(folder, vocabularies, known)]
    known.extend(added)
    write_whole(source, str(known))
    yield f"{source}: {len(added)} added, {sum(is_unwritten(entry.msgid) for entry in known)} to write"
    for language in wanted:
        if language in there:
            yield _write_translation(_file(folder, language), language, known, there[language])
        else:
            yield f"{_file(folder, language)}: `{language}` is no language of this system; left as it is"


def _file(folder: Path, language: str) -> Path:
    return folder / "locale" / f"{language}.po"


def _read(file: Path, folder: Path, findings: Findings) -> polib.POFile:
    """What stands in the file; an empty one where there is none. What is wrong in it goes to `findings`."""
    parsed = parse_po(file, findings) if file.is_file() else None
    entries = parsed[0] if parsed else _template(folder)
    entries.wrapwidth = _WIDTH
    return entries


def _missing(folder: Path, vocabularies: Vocabularies, known: polib.POFile) -> list[str]:
    findings = Findings()
    nothing = Texts({SOURCE_LANGUAGE: {}})
    area = read_structure(folder / WORKING_COPY, folder.name, nothing, vocabularies, findings)
    findings.raise_if_any()
    there = {entry.msgctxt for entry in known}
    return [key for key in expected_texts(area) if key not in there] if area else []


def _unwritten(key: str) -> polib.POEntry:
    note = _NOTES[key.partition(".")[0]]
    return polib.POEntry(msgctxt=key, msgid=f"{UNWRITTEN} {key}", comment=note)


def is_unwritten(english: str) -> bool:
    """Whether nobody has written this English text yet."""
    return not english.strip() or english.startswith(UNWRITTEN)


def _template(folder: Path) -> polib.POFile:
    file = polib.POFile(wrapwidth=_WIDTH)
    file.metadata = {
        "Project-Id-Version": f"OpenIMI area {folder.name}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return file


def _write_translation(path: Path, language: str, source: polib.POFile, there: polib.POFile) -> str:
    """The translations in the order of the English; one whose English changed is marked as fuzzy."""
    plural = get_plural(language)
    there.metadata |= {
        "Language": language,
        "Plural-Forms": f"nplurals={plural.num_plurals}; plural={plural.plural_expr};",
    }
    found = {entry.msgctxt: entry for entry in there if not entry.obsolete}
    merged = polib.POFile(wrapwidth=_WIDTH)
    merged.header, merged.metadata = there.header, there.metadata
    for entry in source:
        merged.append(_merged(entry, found.get(entry.msgctxt)))
    write_whole(path, str(merged))
    return f"{path}: {sum(not entry.translated() for entry in merged)} of {len(merged)} to translate"


def _merged(source: polib.POEntry, there: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=source.msgctxt, msgid=source.msgid, comment=source.comment)
    if there is not None and there.msgstr:
        entry.msgstr, entry.flags = there.msgstr, list(there.flags)
        if there.msgid != source.msgid and "fuzzy" not in entry.flags:
            entry.flags.append("fuzzy")
    return entry
