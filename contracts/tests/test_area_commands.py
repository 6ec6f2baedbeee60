"""The commands for authors take what people type, and say what is still to be done."""

from imi_contracts.areas.cli import main
from imi_contracts.areas.preview import preview


def test_the_file_of_an_area_stands_for_its_folder(tiny, capsys):
    file = str(tiny.write() / "area.yaml")
    for command in (["check", file], ["texts", file], ["completeness", file]):
        assert main(command) == 0
    printed = capsys.readouterr().out
    assert "Nothing to mend." in printed
    assert "0 added, 0 to write" in printed


def test_the_completeness_of_one_area_is_its_row(tiny, capsys):
    tiny.write()
    assert main(["completeness", str(tiny.folder)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert "en" in head.split()
    assert [row.split()[:2] for row in rows] == [["tiny", "(12)"]]


def test_publishing_says_that_nothing_is_installed_yet(tiny, tmp_path, capsys):
    folder = str(tiny.write())
    assert main(["publish", folder]) == 0
    assert "It is not installed anywhere yet; `--to AREAS`" in capsys.readouterr().out
    assert main(["publish", folder, "--to", str(tmp_path / "running")]) == 0
    assert "not installed" not in capsys.readouterr().out


def test_the_preview_parts_its_sentences(tiny):
    tiny.translations["de"] = {"area.title": ("Tiny", "Winzig")}
    assert "stand in English.</strong>\nNothing entered here" in preview(tiny.load(), "de")
