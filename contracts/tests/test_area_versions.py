"""Versions lie side by side: a published one is frozen, the next one adds structure and wordings of its own."""

import hashlib
from datetime import date

import pytest
import yaml

from imi_contracts.areas import completeness, describe_area
from imi_contracts.areas.cli import main
from imi_contracts.areas.publish import IncompleteError, publish
from imi_contracts.catalogue import CatalogueError, contracts_root

SECOND = '  - {id: "1.3", category: "1", answer: {type: yes_no}}\n'


@pytest.fixture
def twice(tiny):
    """Two published versions: the second asks one question more and words another differently."""
    tiny.publish()
    tiny.replace("version: 1", "version: 2").yaml += SECOND
    tiny.english |= {"question.1.3": "Is it new?", "question.1.2@2": "What colour does [Surname] like?"}
    tiny.publish("2026-02-01")
    return tiny


def test_the_first_published_version_of_professional_qualifications_is_what_it_was():
    folder = contracts_root() / "areas" / "professional-qualifications"
    structure = (folder / "versions" / "1.yaml").read_bytes()
    assert hashlib.sha256(structure).hexdigest() == (
        "17b743f191e58647f1e622c55a00ef7f779d31028bd773453a19848d8288b3be"
    )
    first = yaml.safe_load((folder / "manifest.yaml").read_text("utf-8"))["published"][0]
    assert first["content"] == "sha256:44374532b3c5f8a7f456a4e52db2a6a2d640c9f1074001aa78ae636ddc2f58c3"


def test_every_published_version_of_every_area_keeps_its_promise(areas):
    assert areas.versions("professional-qualifications")[0] == 1
    for area in areas.all_versions():
        assert area.question(area.questions[0].id)
        assert [line.missing for line in completeness(area, ["en"])] == [()]


def test_publishing_freezes_the_structure_and_writes_the_manifest(tiny):
    assert tiny.publish() is True
    assert tiny.publish("2026-01-02") is False
    assert (tiny.folder / "versions" / "1.yaml").read_text("utf-8") == tiny.yaml
    (entry,) = yaml.safe_load((tiny.folder / "manifest.yaml").read_text("utf-8"))["published"]
    assert (entry["version"], entry["date"], entry["content"]) == (
        1,
        "2026-01-01",
        tiny.published()["tiny"].content_hash,
    )
    assert tiny.findings() == []


def test_services_see_both_versions_and_take_the_newest(twice):
    areas = twice.published()
    assert areas["tiny"].version == 2
    assert areas.versions("tiny") == (1, 2)
    first, second = areas.version("tiny", 1), areas.version("tiny", 2)
    assert first.question("1.3") is None
    assert second.question("1.3")
    assert (areas.version("tiny", 3), areas.version("huge", 1), areas.versions("huge")) == (None, None, ())


def test_each_version_has_its_own_wording(twice):
    areas = twice.published()
    first, second = areas.version("tiny", 1), areas.version("tiny", 2)
    assert first.text("question.1.2", "en") == "Which colour?"
    assert second.text("question.1.2", "en") == "What colour does [Surname] like?"
    assert (first.question("1.2").placeholders, second.question("1.2").placeholders) == ((), ("Surname",))
    assert describe_area(second, "en")["categories"][0]["questions"][1]["text"].startswith("What colour")


def test_a_new_wording_does_not_borrow_the_translation_of_the_old_one(twice):
    twice.translations["de"] = {"question.1.2": ("Which colour?", "Welche Farbe?")}
    twice.write()
    areas = twice.published()
    assert areas.version("tiny", 1).text("question.1.2", "de") == "Welche Farbe?"
    assert areas.version("tiny", 2).text("question.1.2", "de") == "What colour does [Surname] like?"
    assert "question.1.2" in completeness(areas["tiny"], ["de"])[0].missing


def test_a_draft_is_never_offered(tiny):
    tiny.write()
    assert dict(tiny.published()) == {}
    tiny.publish()
    tiny.replace("version: 1", "version: 2").yaml += SECOND
    tiny.english["question.1.3"] = "Is it new?"
    tiny.write()
    assert tiny.published().versions("tiny") == (1,)
    assert tiny.findings() == []


def test_a_broken_draft_does_not_touch_what_is_published(tiny):
    tiny.publish()
    tiny.replace("version: 1", "version: 2").replace("type: date", "type: dat").write()
    assert tiny.published()["tiny"].version == 1


@pytest.mark.parametrize("key", ["question.1.2", "choice.colour.red", "area.title"])
def test_an_english_text_of_a_published_version_cannot_be_edited(tiny, key):
    tiny.publish()
    tiny.replace("version: 1", "version: 2")
    tiny.english[key] = "Something else"
    findings = tiny.findings()
    assert any(found.startswith("manifest.yaml:5: Version 1 is published and frozen") for found in findings)
    assert any("a key of its own, like `question.1.1@2`" in found for found in findings)
    with pytest.raises(CatalogueError, match="Version 1 is published and frozen"):
        tiny.published()


def test_a_help_text_of_a_published_version_cannot_be_added_but_the_next_one_can_have_it(tiny):
    tiny.publish()
    tiny.replace("version: 1", "version: 2").english["question.1.2.help"] = "Look at it."
    (finding,) = tiny.findings()
    assert "Version 1 is published and frozen" in finding
    assert finding.endswith("The help text `question.1.2.help` was added; call it `question.1.2.help@2`.")
    tiny.english["question.1.2.help@2"] = tiny.english.pop("question.1.2.help")
    assert tiny.findings() == []


def frozen(tiny):
    """What is said of the published version."""
    (finding,) = [found for found in tiny.findings() if found.startswith("manifest.yaml:")]
    return finding


def test_an_edited_text_is_found_by_the_translations_that_were_made_of_it(tiny):
    tiny.translations["de"] = {key: (tiny.english[key], key) for key in ("question.1.2", "area.title")}
    tiny.publish()
    tiny.english["question.1.2"] = "Something else"
    assert frozen(tiny).endswith("The English of `question.1.2` was “Which colour?”.")
    tiny.english["area.title"] = "Tinier"
    assert "The English of `question.1.2`, `area.title` is another than" in frozen(tiny)


def test_a_help_text_that_is_gone_is_found_by_its_translation(tiny):
    tiny.english["question.1.2.help"] = "Look at it."
    tiny.translations["de"] = {"question.1.2.help": ("Look at it.", "Hinsehen.")}
    tiny.publish()
    del tiny.english["question.1.2.help"]
    assert frozen(tiny).endswith("The English of `question.1.2.help` is gone; it was “Look at it.”.")


def test_an_edit_that_left_no_trace_is_still_a_finding(tiny):
    tiny.publish()
    tiny.english["question.1.2"] = "Something else"
    assert frozen(tiny).endswith("a new structure goes into a new version of area.yaml.")


def test_the_file_of_a_published_version_cannot_be_edited(tiny):
    tiny.publish()
    file = tiny.folder / "versions" / "1.yaml"
    file.write_text(file.read_text("utf-8").replace("months: 36", "months: 24"), "utf-8")
    assert any("Version 1 is published and frozen" in found for found in tiny.findings())


def test_comments_and_layout_are_no_part_of_a_published_version(tiny):
    tiny.publish()
    tiny.replace("version: 1\n", "version: 1  # the first\n\n")
    assert tiny.findings() == []


def test_a_corrected_translation_leaves_the_published_version_alone(tiny):
    tiny.publish()
    tiny.translations["de"] = {"question.1.2": ("Which colour?", "Welche Farbe?")}
    assert tiny.findings() == []


def test_an_edit_of_the_working_copy_needs_a_higher_version(tiny):
    tiny.publish()
    tiny.replace("months: 36", "months: 24")
    (finding,) = tiny.findings()
    assert "this differs from versions/1.yaml; undo the edit or set `version: 2`" in finding


def test_a_version_cannot_go_back(twice):
    twice.replace("version: 2", "version: 1")
    findings = twice.findings()
    assert any(
        "Version 2 is published already; set a higher `version` than 1." in found for found in findings
    )


def test_a_file_of_a_version_that_was_never_published_is_named(tiny):
    tiny.publish()
    (tiny.folder / "versions" / "7.yaml").write_text("version: 7\n", "utf-8")
    (finding,) = tiny.findings()
    assert finding.startswith("7.yaml:1: The manifest names no such version")


def test_a_published_version_that_is_gone_is_named(tiny):
    tiny.publish()
    (tiny.folder / "versions" / "1.yaml").unlink()
    assert any("This file does not exist" in found for found in tiny.findings())


def test_the_texts_of_removed_questions_stay_as_long_as_an_old_version_needs_them(twice):
    assert twice.findings() == []
    twice.replace("version: 2", "version: 3").replace(SECOND, "")
    assert twice.findings() == []


def test_a_wording_of_no_version_is_named(twice):
    twice.english["question.1.2@9"] = "From the far future?"
    assert any("`question.1.2@9` is the wording of no version" in found for found in twice.findings())


def test_a_wording_for_the_next_version_replaces_the_one_before(twice):
    twice.replace("version: 2", "version: 3").english["question.1.2@3"] = "Colour?"
    assert twice.findings() == []
    assert twice.load().text("question.1.2", "en") == "Colour?"
    assert twice.published().version("tiny", 2).text("question.1.2", "en").startswith("What colour")


def test_nothing_wrong_can_be_published(tiny):
    del tiny.english["question.1.2"]
    with pytest.raises(CatalogueError, match=r"The text `question\.1\.2` is missing"):
        tiny.publish()
    assert not (tiny.folder / "manifest.yaml").exists()
    assert not (tiny.folder / "versions").exists()


def test_publishing_as_complete_wants_every_text_in_every_language(tiny, vocabularies):
    with pytest.raises(IncompleteError) as raised:
        publish(tiny.write(), vocabularies, "2026-01-01", languages=["en", "de"])
    assert [line.language for line in raised.value.lines] == ["de"]
    tiny.translations["de"] = {key: (text, text) for key, text in tiny.english.items()}
    assert publish(tiny.write(), vocabularies, "2026-01-01", languages=["en", "de"])[1] is True


def test_a_translation_that_says_something_else_is_not_shown(tiny):
    source = tiny.english["question.1.1"]
    tiny.publish()
    tiny.translations["de"] = {
        "question.1.1": (source, "Darf [Vorname] das?"),
        "question.1.2": ("An older question?", "Welche Farbe?"),
    }
    tiny.write()
    area = tiny.published()["tiny"]
    assert area.text("question.1.1", "de") == source
    assert area.text("question.1.2", "de") == "Which colour?"


def test_the_publish_command_tells_what_it_did(tiny, capsys):
    folder = str(tiny.write())
    assert main(["publish", folder]) == 0
    assert "tiny version 1 is now published." in capsys.readouterr().out
    assert main(["publish", folder]) == 0
    assert "tiny version 1 is already published." in capsys.readouterr().out
    assert str(date.today().year) in (tiny.folder / "manifest.yaml").read_text("utf-8")


def test_the_publish_command_says_why_it_refuses(tiny, capsys):
    assert main(["publish", "--complete", str(tiny.write())]) == 1
    assert "pl: 12 of 12 texts missing, first area.title" in capsys.readouterr().out
    del tiny.english["question.1.2"]
    assert main(["publish", str(tiny.write())]) == 1
    assert "The text `question.1.2` is missing" in capsys.readouterr().out


def test_the_copy_of_the_structure_names_its_schema_from_where_it_lies(tiny):
    tiny.yaml = f"# yaml-language-server: $schema=../area.schema.json\n{tiny.yaml}"
    tiny.publish()
    first, *rest = (tiny.folder / "versions" / "1.yaml").read_text("utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=../../area.schema.json"
    assert rest == tiny.yaml.splitlines()[1:]
