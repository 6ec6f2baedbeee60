"""A running service follows its folder of areas; packages from anywhere are installed without being half there."""

import shutil
import threading
import time

import pytest

from imi_contracts.areas import AreaFolder
from imi_contracts.areas.cli import main
from imi_contracts.areas.install import install, is_installed
from imi_contracts.catalogue import CatalogueError, contracts_root

SECOND = '  - {id: "1.3", category: "1", answer: {type: yes_no}}\n'


@pytest.fixture
def installation(tmp_path):
    """A contracts folder with a small vocabulary of its own and no area yet."""
    contracts = tmp_path / "installation"
    (contracts / "areas").mkdir(parents=True)
    vocabularies = contracts / "vocabularies"
    (vocabularies / "locale").mkdir(parents=True)
    (vocabularies / "colours.yaml").write_text("vocabulary: colours\nconcepts: [red]\n", "utf-8")
    (vocabularies / "locale" / "vocabularies.pot").write_text(
        'msgid ""\nmsgstr ""\n\nmsgctxt "colours.red"\nmsgid "red"\nmsgstr ""\n', "utf-8"
    )
    return contracts


@pytest.fixture
def place(tiny, installation):
    """Publish the tiny area in its own folder and install it."""

    def publish_and_install():
        tiny.publish()
        return install(tiny.folder, installation / "areas", tiny.vocabularies)

    return publish_and_install


def names_in(folder):
    return sorted(entry.name for entry in folder.iterdir())


def next_version(tiny):
    tiny.replace("version: 1", "version: 2").yaml += SECOND
    tiny.english |= {"question.1.3": "Is it new?", "question.1.2@2": "What colour?"}


def test_a_service_starts_with_what_is_published(place, installation):
    place()
    folder = AreaFolder(installation)
    assert folder.started_with.changed == ("tiny",)
    assert folder.areas["tiny"].version == 1
    assert "colours" in folder.vocabularies


def test_nothing_is_read_while_nothing_changes(place, installation, monkeypatch):
    place()
    folder = AreaFolder(installation)
    before = folder.areas
    monkeypatch.setattr("imi_contracts.areas.folder.read_published", None)
    assert not folder.refresh()
    assert folder.areas is before


def test_a_new_area_appears_while_the_service_runs(place, installation):
    folder = AreaFolder(installation)
    assert dict(folder.areas) == {}
    place()
    assert folder.refresh().changed == ("tiny",)
    assert folder.areas["tiny"].text("area.title", "en") == "Tiny"


def test_a_new_version_appears_beside_the_old_one(place, tiny, installation):
    place()
    folder = AreaFolder(installation)
    before = folder.areas
    next_version(tiny)
    place()
    assert folder.refresh().changed == ("tiny",)
    assert folder.areas.versions("tiny") == (1, 2)
    assert folder.areas.version("tiny", 1).text("question.1.2", "en") == "Which colour?"
    assert before.versions("tiny") == (1,)


def test_a_corrected_translation_is_taken_over(place, tiny, installation):
    place()
    folder = AreaFolder(installation)
    tiny.translations["de"] = {"question.1.2": ("Which colour?", "Welche Farbe?")}
    place()
    assert folder.refresh().changed == ("tiny",)
    assert folder.areas["tiny"].text("question.1.2", "de") == "Welche Farbe?"


def test_a_draft_changes_nothing(place, installation):
    place()
    folder = AreaFolder(installation)
    working = installation / "areas" / "tiny" / "area.yaml"
    working.write_text(working.read_text("utf-8").replace("version: 1", "version: 2"), "utf-8")
    assert not folder.refresh()


def test_a_broken_package_keeps_what_was_there_and_is_reported_once(place, installation):
    place()
    folder = AreaFolder(installation)
    manifest = installation / "areas" / "tiny" / "manifest.yaml"
    good = manifest.read_text("utf-8")
    manifest.write_text("published: [", "utf-8")
    told = folder.refresh()
    assert told.changed == ()
    assert any("The bracket `[` in line 1 is not closed" in str(finding) for finding in told.findings)
    assert folder.areas["tiny"].version == 1
    assert not folder.refresh()
    manifest.write_text(good, "utf-8")
    assert folder.refresh().findings == ()


def test_a_broken_package_does_not_keep_other_areas_from_being_read(place, installation):
    place()
    broken = installation / "areas" / "broken"
    broken.mkdir()
    (broken / "manifest.yaml").write_text("area: broken\npublished: [{version: 1, content: x}]\n", "utf-8")
    folder = AreaFolder(installation)
    assert list(folder.areas) == ["tiny"]
    assert any("broken" in finding.file.parts for finding in folder.started_with.findings)


def test_a_version_in_use_is_neither_dropped_nor_altered(place, tiny, installation):
    place()
    folder = AreaFolder(installation)
    shutil.rmtree(installation / "areas" / "tiny")
    shutil.rmtree(tiny.folder)
    tiny.english["question.1.2"] = "Another question altogether?"
    place()
    told = folder.refresh()
    assert any("Version 1 is published and in use with another content" in str(f) for f in told.findings)
    assert folder.areas["tiny"].text("question.1.2", "en") == "Which colour?"


def test_an_area_whose_folder_vanished_stays_in_use_and_is_reported_once(place, installation):
    place()
    folder = AreaFolder(installation)
    shutil.rmtree(installation / "areas" / "tiny")
    (finding,) = folder.refresh().findings
    assert "This package is gone" in finding.message
    assert folder.areas["tiny"].version == 1
    assert not folder.refresh()
    place()
    assert folder.refresh().changed == ("tiny",)


def test_a_new_vocabulary_is_taken_over_and_a_broken_one_is_not(place, installation):
    place()
    folder = AreaFolder(installation)
    file = installation / "vocabularies" / "shapes.yaml"
    file.write_text("vocabulary: forms\nconcepts: []\n", "utf-8")
    told = folder.refresh()
    assert any("The vocabulary must be called `shapes`" in str(finding) for finding in told.findings)
    assert "shapes" not in folder.vocabularies
    file.write_text("vocabulary: shapes\nconcepts: []\n", "utf-8")
    assert folder.refresh().changed == ("tiny",)
    assert "shapes" in folder.vocabularies
    assert folder.areas["tiny"].vocabularies is folder.vocabularies


def test_a_look_at_the_real_folder_costs_little():
    folder = AreaFolder(contracts_root())
    started = time.perf_counter()
    for _ in range(10):
        folder.refresh()
    assert (time.perf_counter() - started) / 10 < 0.1


def test_readers_never_see_half_of_a_change(place, tiny, installation):
    place()
    folder, seen, stop = AreaFolder(installation), [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            area = folder.areas["tiny"]
            seen.append((area.version, area.question("1.3") is not None, area.text("question.1.2", "en")))

    def tick() -> None:
        while not stop.is_set():
            seen.append(folder.refresh().findings)

    threads = [threading.Thread(target=work) for work in (read, tick, tick)]
    for thread in threads:
        thread.start()
    next_version(tiny)
    place()
    deadline = time.monotonic() + 10
    while folder.areas["tiny"].version == 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert folder.areas["tiny"].version == 2
    assert set(seen) <= {(), (1, False, "Which colour?"), (2, True, "What colour?")}


def test_installing_places_published_files_only(place, tiny, installation):
    tiny.write()
    (tiny.folder / "notes.txt").write_text("not for others", "utf-8")
    package = place()
    assert sorted(package.published) == [1]
    installed = installation / "areas" / "tiny"
    files = {file.relative_to(installed).as_posix() for file in installed.rglob("*") if file.is_file()}
    assert files == {"area.yaml", "manifest.yaml", "versions/1.yaml", "locale/tiny.pot"}
    assert names_in(installation / "areas") == ["tiny"]


def test_a_package_without_a_published_version_is_not_installed(tiny, installation, vocabularies):
    with pytest.raises(CatalogueError, match="Nothing is published in this package; publish it first"):
        install(tiny.write(), installation / "areas", vocabularies)
    assert names_in(installation / "areas") == []


def test_a_wrong_package_is_refused_by_its_own_file_names(place, tiny, installation, vocabularies):
    tiny.publish()
    tiny.translations["de"] = {"question.8": ("Old?", "Alt?")}
    with pytest.raises(CatalogueError) as raised:
        install(tiny.write(), installation / "areas", vocabularies)
    assert raised.value.findings[0].file == tiny.folder / "locale" / "de.po"
    assert names_in(installation / "areas") == []


def test_a_package_that_alters_or_drops_a_published_version_is_refused(place, tiny, installation):
    place()
    next_version(tiny)
    place()
    shutil.rmtree(tiny.folder)
    tiny.yaml = tiny.yaml.replace("version: 2", "version: 1").replace(SECOND, "")
    del tiny.english["question.1.3"], tiny.english["question.1.2@2"]
    tiny.english["question.1.2"] = "Another question altogether?"
    with pytest.raises(CatalogueError) as raised:
        place()
    assert "Version 1 is published and in use with another content" in str(raised.value)
    assert "Version 2 is published and in use, but is missing here" in str(raised.value)
    assert AreaFolder(installation).areas.versions("tiny") == (1, 2)


def test_a_newer_draft_at_the_place_of_installation_is_kept(place, tiny, installation):
    place()
    working = installation / "areas" / "tiny" / "area.yaml"
    draft = working.read_text("utf-8").replace("version: 1", "version: 2")
    working.write_text(draft, "utf-8")
    tiny.translations["de"] = {"question.1.2": ("Which colour?", "Welche Farbe?")}
    place()
    assert working.read_text("utf-8") == draft
    assert (installation / "areas" / "tiny" / "locale" / "de.po").is_file()


def test_a_package_installs_over_itself(tiny, vocabularies):
    tiny.publish()
    assert sorted(install(tiny.folder, tiny.folder.parent, vocabularies).published) == [1]


def test_one_command_publishes_and_installs(tiny, installation, capsys):
    assert main(["publish", str(tiny.write()), "--to", str(installation / "areas")]) == 0
    printed = capsys.readouterr().out
    assert "tiny version 1 is now published." in printed
    assert f"It is installed in {installation / 'areas' / 'tiny'}." in printed
    assert AreaFolder(installation).areas["tiny"].version == 1


def test_a_package_is_installed_until_one_of_its_files_differs(place, tiny, installation):
    assert not is_installed(tiny.write(), installation / "areas")
    place()
    assert is_installed(tiny.folder, installation / "areas")
    tiny.translations["de"] = {"area.title": ("Tiny", "Winzig")}
    tiny.write()
    assert not is_installed(tiny.folder, installation / "areas")


def test_a_service_that_shows_no_texts_reads_no_translations(place, tiny, installation):
    tiny.translations["de"] = {"area.title": ("Tiny", "Winzig")}
    place()
    every, none = AreaFolder(installation), AreaFolder(installation, languages=())
    assert every.areas["tiny"].text("area.title", "de") == "Winzig"
    assert none.areas["tiny"].texts.languages == ("en",)
    assert none.areas["tiny"].content_hash == every.areas["tiny"].content_hash
