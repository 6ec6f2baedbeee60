"""`areas texts`: whoever writes area.yaml gets an entry for every text, and loses none that is there."""

from pathlib import Path

import polib
import pytest

from imi_contracts.areas.template import write_texts
from imi_contracts.catalogue import CatalogueError


def entries(folder: Path, name: str) -> dict[str, polib.POEntry]:
    return {entry.msgctxt: entry for entry in polib.pofile(str(folder / "locale" / name))}


def test_a_new_area_gets_an_entry_for_every_text_it_needs(tiny) -> None:
    folder, needed = tiny.write(), set(tiny.english)
    (folder / "locale" / "tiny.pot").unlink()
    list(write_texts(folder, tiny.vocabularies, []))
    written = entries(folder, "tiny.pot")
    assert set(written) == needed
    assert written["question.1.1"].msgid == "TODO question.1.1"
    assert all(entry.comment for entry in written.values())


def test_english_that_is_not_written_yet_is_a_finding(tiny) -> None:
    tiny.english["question.1.2"] = "TODO question.1.2"
    assert any("`question.1.2` is not written yet" in finding for finding in tiny.findings())


def test_a_second_time_nothing_is_added_and_no_wording_is_touched(tiny) -> None:
    folder = tiny.write()
    told = list(write_texts(folder, tiny.vocabularies, []))
    assert told[0].endswith("0 added, 0 to write")
    assert entries(folder, "tiny.pot")["question.1.1"].msgid == "May [Surname] do [Activity]?"


def test_a_language_gets_what_is_missing_and_keeps_what_is_translated(tiny) -> None:
    tiny.translations["de"] = {"area.title": ("Tiny", "Winzig")}
    folder = tiny.write()
    told = list(write_texts(folder, tiny.vocabularies, ["de", "pl"]))
    german, polish = entries(folder, "de.po"), entries(folder, "pl.po")
    assert german["area.title"].msgstr == "Winzig"
    assert set(german) == set(polish) == set(tiny.english)
    assert told[1].endswith(f"{len(tiny.english) - 1} of {len(tiny.english)} to translate")
    plural = polib.pofile(str(folder / "locale" / "pl.po")).metadata["Plural-Forms"]
    assert plural.startswith("nplurals=3;")


def test_a_translation_of_an_older_english_is_marked_for_the_translator(tiny) -> None:
    tiny.translations["de"] = {"area.title": ("Small", "Klein")}
    folder = tiny.write()
    list(write_texts(folder, tiny.vocabularies, ["de"]))
    title = entries(folder, "de.po")["area.title"]
    assert (title.msgid, title.msgstr, title.fuzzy) == ("Tiny", "Klein", True)


def test_a_broken_structure_is_named_before_anything_is_written(tiny) -> None:
    folder = tiny.replace("version: 1", "version: one").write()
    before = (folder / "locale" / "tiny.pot").read_text("utf-8")
    with pytest.raises(CatalogueError, match=r"area\.yaml:2"):
        list(write_texts(folder, tiny.vocabularies, ["de"]))
    assert (folder / "locale" / "tiny.pot").read_text("utf-8") == before
