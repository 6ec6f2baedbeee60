"""Names, and what is of no use: ids that fit the schema, acts that EUR-Lex knows, nothing left over."""

import pytest


@pytest.mark.parametrize(
    ("old", "new", "at", "sentence"),
    [
        ("[red, blue]", "[red, Dark blue]", "choices:", "The id `Dark blue` of a choice does not fit"),
        ("colour", "Colour_1", "Colour_1: [", "The id `Colour_1` of a choice list does not fit"),
        ('"1.2.1"', '"1.2 a"', '"1.2 a"', "The id `1.2 a` of a question does not fit; write letters and"),
        ('"1.2.1"', '"1.2.1@2"', '"1.2.1@2"', "The id `1.2.1@2` of a question does not fit"),
        ('"1"', '"1/a"', 'categories: ["1/a"]', "The id `1/a` of a category does not fit"),
        ("id: art-1", "id: Art 1", "Art 1", "The id `Art 1` of a legal basis does not fit"),
        ("Surname, ", "First Name, ", "First Name", "must be CamelCase letters only"),
        ("32005L0036", "2005/36/EC", "2005/36/EC", "`2005/36/EC` is no CELEX number; write the act as"),
        (
            "  colour:",
            "  shade: [dark]\n  colour:",
            "shade",
            "The choice list `shade` is used by no question",
        ),
        (
            "choices:\n",
            "  - {id: Period, type: period}\nchoices:\n",
            "Period",
            "The parameter `Period` is used by no question; remove it or use it.",
        ),
        (
            'categories: ["1"]',
            'categories: ["1", "2"]',
            'categories: ["1", "2"]',
            "The category `2` has no question",
        ),
    ],
)
def test_a_name_that_does_not_fit_and_a_thing_of_no_use_are_named_with_their_line(
    tiny, old, new, at, sentence
):
    findings = tiny.replace(old, new).findings()
    place = "choices:\n  colour" if at == "choices:" else at
    line = tiny.yaml[: tiny.yaml.index(place)].count("\n") + (2 if at == "choices:" else 1)
    assert any(found.startswith(f"area.yaml:{line}: ") and sentence in found for found in findings), findings


def test_a_kind_with_a_name_that_does_not_fit_is_named(tiny):
    findings = tiny.with_kinds().replace("urgent", "very urgent").findings()
    line = tiny.line_of("id: very urgent")
    assert any(found.startswith(f"area.yaml:{line}: The id `very urgent` of a kind") for found in findings)


@pytest.mark.parametrize("act", ["32014L0067", "32012R1024", "12016E267", "02005L0036-20240620"])
def test_acts_of_the_union_in_all_their_kinds_are_known(tiny, act):
    assert tiny.replace("32005L0036", act).findings() == []


def test_ids_with_letters_and_full_stops_fit(tiny):
    tiny.replace('"1.2.1"', "b.2-x.1").english["question.b.2-x.1"] = tiny.english.pop("question.1.2.1")
    assert tiny.findings() == []


@pytest.mark.parametrize("name", ["My_Area", "Tiny", "tiny area"])
def test_a_folder_is_called_in_small_letters_with_hyphens(tiny, name):
    tiny.folder = tiny.folder.with_name(name)
    findings = tiny.findings()
    assert any("call the folder in small letters with hyphens" in found for found in findings)
    assert not any("must be called" in found for found in findings)


def test_a_question_keeps_its_type_of_answer_in_later_versions(tiny):
    tiny.publish()
    tiny.replace("version: 1", "version: 2").replace("type: date", "type: text")
    line = tiny.write() and tiny.line_of('"1.2.1"')
    (finding,) = tiny.findings()
    assert finding.startswith(f"area.yaml:{line}: Question `1.2.1` is answered with date in version 1, here")
    assert finding.endswith("with text; another question gets another id.")


def test_a_question_that_returns_is_answered_as_it_was(tiny):
    whole = tiny.yaml
    tiny.publish()
    followups = tiny.yaml[tiny.yaml.index("    followups:") :]
    tiny.replace("version: 1", "version: 2").replace(followups, "")
    tiny.publish()
    tiny.yaml = whole
    tiny.replace("version: 1", "version: 3").replace("type: date", "type: period")
    assert any("is answered with date in version 1, here with period" in found for found in tiny.findings())


def test_another_question_may_be_answered_in_another_way(tiny):
    tiny.publish()
    tiny.replace("version: 1", "version: 2").replace("type: date", "type: text").replace("1.2.1", "1.2.2")
    tiny.english["question.1.2.2"] = "Why?"
    assert tiny.findings() == []
