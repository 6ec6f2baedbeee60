"""Files of texts with faults: every one is named with its line, and no tool writes over what it cannot read."""

import pytest

from imi_contracts.areas import completeness
from imi_contracts.areas.cli import main
from imi_contracts.areas.package import read_package
from imi_contracts.areas.template import write_texts
from imi_contracts.catalogue import CatalogueError, Findings
from imi_contracts.catalogue.gettext_lines import faulty_lines

UNCLOSED = 'The text in this line has no closing quotation mark; end the line with ".'


@pytest.fixture
def german(tiny):
    """The tiny area with one German translation, written."""
    tiny.translations["de"] = {
        "area.title": ("Tiny", "Winzig"),
        "question.1.2": ("Which colour?", "Welche Farbe?"),
    }
    tiny.write()
    return tiny


def spoil(area, name: str, old: str, new: str) -> int:
    """Change one place of a written file, which stays as it is; its line."""
    file = area.folder / "locale" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    area.write = lambda: area.folder
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old"),
    [("de.po", '"Welche Farbe?"'), ("tiny.pot", '"Which colour?"'), ("de.po", '"area.title"')],
)
def test_a_missing_closing_quotation_mark_is_named_with_its_line(german, name, old):
    line = spoil(german, name, old, old[:-1])
    assert f"{name}:{line}: {UNCLOSED}" in german.findings()


def test_a_text_that_was_cut_is_not_shown(german):
    german.publish()
    spoil(german, "de.po", '"Welche Farbe?"', '"Welche Farbe?')
    area = german.published()["tiny"]
    assert area.text("question.1.2", "de") == "Which colour?"
    assert area.text("area.title", "de") == "Winzig"


@pytest.mark.parametrize("name", ["de.po", "tiny.pot"])
def test_texts_writes_nothing_while_a_file_cannot_be_read_to_the_last_letter(german, name, capsys):
    line = spoil(german, name, '?"\nmsgstr', "?\nmsgstr")
    before = {file: file.read_bytes() for file in (german.folder / "locale").iterdir()}
    with pytest.raises(CatalogueError, match=rf"{name}:{line}: "):
        list(write_texts(german.folder, german.vocabularies))
    assert main(["texts", str(german.folder)]) == 1
    assert UNCLOSED in capsys.readouterr().out
    assert before == {file: file.read_bytes() for file in (german.folder / "locale").iterdir()}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('msgstr "par achat', "no closing quotation mark"),
        ('"par achat', "no closing quotation mark"),
        ('msgstr "ends with a sign\\"', "no closing quotation mark"),
        ('msgstr par achat"', "no opening quotation mark"),
        ('msgstr "par "achat" ici"', "A quotation mark inside the text ends it"),
    ],
)
def test_every_kind_of_faulty_line_has_its_remedy(line, said):
    ((number, message),) = faulty_lines(f'# a comment with one "\n\n{line}\n')
    assert (number, said in message) == (3, True)


def test_sound_lines_have_no_fault():
    sound = '#~ msgid "old\n#, fuzzy\nmsgctxt "a"\nmsgid ""\n"he said \\"no\\"\\n"\r\nmsgstr[0] "x"\n\n'
    assert list(faulty_lines(sound)) == []


def test_what_polib_cannot_read_is_named_with_the_line_it_means(german, capsys):
    line = spoil(german, "de.po", 'msgctxt "question.1.2"\n', 'msgstr "x"\nmsgctxt "question.1.2"\n')
    (finding,) = [found for found in german.findings() if found.startswith("de.po:")]
    assert finding.startswith(f"de.po:{line}: ")
    assert main(["check", str(german.folder)]) == 1
    assert capsys.readouterr().out.count("locale/de.po:") == 1


def test_a_text_file_that_is_not_utf_8_is_named(german):
    german.write = lambda: german.folder
    (german.folder / "locale" / "de.po").write_bytes(b'msgctxt "a"\nmsgid "\xe9"\n')
    assert "de.po:1: This file is not written in UTF-8; save it as UTF-8." in german.findings()


def test_an_empty_english_text_is_a_finding_and_still_to_be_written(tiny):
    tiny.english["question.1.2"] = ""
    (finding,) = tiny.findings()
    line = tiny.line_of('"question.1.2"', "locale/tiny.pot")
    assert finding == f"tiny.pot:{line}: The English of `question.1.2` is empty; write it."
    told = list(write_texts(tiny.folder, tiny.vocabularies))
    assert told[0].endswith("0 added, 1 to write")


def test_an_empty_english_text_does_not_count_as_done(tiny):
    tiny.english["question.1.2"] = ""
    draft = read_package(tiny.write(), tiny.vocabularies, Findings()).working
    assert completeness(draft, ["en"])[0].missing == ("question.1.2",)


def test_texts_without_a_language_brings_every_language_in_step_that_has_a_file(german, capsys):
    german.translations["pl"] = {}
    folder = german.write()
    assert main(["texts", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "de.po: 10 of 12 to translate" in printed
    assert "pl.po: 12 of 12 to translate" in printed
    assert 'msgctxt "field.Surname"' in (folder / "locale" / "de.po").read_text("utf-8")


def test_texts_says_which_languages_there_are(german, capsys):
    assert main(["texts", str(german.folder), "--language", "xx"]) == 1
    assert "`xx` is none of: bg, es" in capsys.readouterr().out
    assert not (german.folder / "locale" / "xx.po").exists()


def test_texts_leaves_a_file_of_no_language_alone(german, capsys):
    stray = german.folder / "locale" / "xx.po"
    stray.write_text('msgid ""\nmsgstr ""\n', "utf-8")
    assert main(["texts", str(german.folder)]) == 0
    assert "`xx` is no language of this system; left as it is" in capsys.readouterr().out
    assert stray.read_text("utf-8") == 'msgid ""\nmsgstr ""\n'


def test_findings_about_missing_and_changed_texts_name_the_tool_that_mends_them(german):
    german.translations["de"]["area.title"] = ("Small", "Klein")
    del german.english["question.1.1"]
    findings = german.findings()
    assert any("`area.title` has changed since this translation; run `texts`" in found for found in findings)
    assert any("The text `question.1.1` is missing" in found and "run `texts`" in found for found in findings)
