"""The validator names file, line and remedy of everything a person can get wrong in an area."""

import subprocess
import sys

import pytest

from imi_contracts.areas.cli import main
from imi_contracts.catalogue import CatalogueError


def test_a_valid_area_has_nothing_to_mend(tiny):
    assert tiny.findings() == []
    assert tiny.load().question("1.2.1").parent == "1.2"


@pytest.mark.parametrize(
    ("old", "new", "at", "sentence"),
    [
        ("version: 1\n", "version: 1\nversoin: 2\n", "versoin", "The key `versoin` is not known here"),
        ("version: 1\n", "version: one\n", "version: one", "`one` is not a whole number of at least 1"),
        ("area: tiny", "area: huge", "area: huge", "The area must be called `tiny`, like its folder."),
        ("type: date", "type: dat", "type: dat", "`dat` is not known; use one of: yes_no, choice"),
        (
            "choices: colour",
            "choices: color",
            "choices: color",
            "There is no choice list `color`; use one of `colour`",
        ),
        ("type: date", "type: code_list", "1.2.1", "An answer of type code_list needs `code_list`"),
        (
            "type: date",
            "type: code_list, code_list: proffesions",
            "proffesions",
            "There is no code list `proffesions`; use one of: actions,",
        ),
        (
            '"1.2.1"',
            '"1.1"',
            'id: "1.1", answer: {type: date',
            "The question id `1.1` is taken by line 17; give another id.",
        ),
        (
            "when: red",
            "when: green",
            "when: green",
            "`green` is no answer of question `1.2`; use one of `blue`, `red`",
        ),
        (
            'id: "1.2"\n    category: "1"',
            'id: "1.2"\n    category: "9"',
            'category: "9"',
            "There is no category `9`",
        ),
        (
            "parameters: [Activity]",
            "parameters: [Activty]",
            "Activty",
            "There is no parameter `Activty`; use one of",
        ),
        (
            "parameters: [Activity], ",
            "",
            'id: "1.1"',
            "The text uses [Activity]; add `Activity` to the `parameters`",
        ),
        (
            "specials: [not_known]",
            "specials: [perhaps]",
            "perhaps",
            "`perhaps` is not known; use one of: not_known",
        ),
        (
            "data: ordinary",
            "data: secret",
            "data: secret",
            "`secret` is not known; use one of: none, ordinary",
        ),
        ("months: 6", "months: 19", "months: 19", "Data must be blocked after at most 18 months"),
        ("months: 6", "months: 5", "months: 5", "Data are needed for 6 months; write 6 or more."),
        (
            "erase_after_months: 36",
            "erase_after_months: 3",
            "erase",
            "Data cannot be erased before they are blocked",
        ),
        (
            "id: Surname",
            "id: surname-1",
            "surname-1",
            "The field id `surname-1` must be CamelCase letters only",
        ),
        (
            "{id: Activity",
            "{id: Surname",
            "{id: Surname, type: text, required",
            "The field `Surname` stands twice",
        ),
        ("[red, blue]", "[red, red]", "[red, red]", "`red` stands twice in this list; remove one of them."),
        (
            "type: choice, choices: colour",
            "type: choice",
            "type: choice}",
            "An answer of type choice needs `choices`",
        ),
        ("type: date", "type: date, choices: colour", "type: date,", "An answer of type date has no choices"),
        (
            "      - when: red\n        ask:",
            "      - ask:",
            "- ask:",
            "The key `when` is missing here; add it.",
        ),
        ("kinds: [person]", "kinds: [company]", "kinds: [company]", "The field `Surname` is about a person"),
        (
            "kinds: [person]",
            "kinds: [person, company]",
            "kinds: [person",
            "No field describes a company; add one or remove `company`.",
        ),
        (
            "kinds: [person]",
            "kinds: [person]\n  required: [company]",
            "required: [company]",
            "`company` is not in `kinds`; use one of `person`.",
        ),
        ("type: date", "type: date, min: 1", "min: 1", "Only an answer of type number has a range"),
        ("type: date", "type: number, min: few", "min: few", "`few` is not a number; write digits"),
        ("type: date", "type: number, min: 2, max: 1", "max: 1", "`max` is smaller than `min`"),
        ("type: date", "type: checklist", "checklist", "An answer of type checklist needs `choices`"),
        (
            "parameters:\n",
            "competence_lists: [keywrds]\nparameters:\n",
            "keywrds",
            "There is no code list `keywrds`; use one of: actions,",
        ),
        (
            "parameters:\n",
            "competence_lists: [{list: professions, field: Surname}]\nparameters:\n",
            "professions",
            "`Surname` is no field with the code list `professions`",
        ),
    ],
)
def test_a_mistake_in_the_structure_is_named_with_its_line(tiny, old, new, at, sentence):
    findings = tiny.replace(old, new).findings()
    line = tiny.line_of(at)
    assert any(found.startswith(f"area.yaml:{line}: ") and sentence in found for found in findings), findings


@pytest.mark.parametrize(
    ("old", "new", "at", "sentence"),
    [
        ("id: urgent", "id: information", "days: 2, ", "The kind `information` stands twice"),
        ('categories: ["2"]', 'categories: ["3"]', '["3"]', "There is no category `3`; use one of `1`, `2`."),
        ('categories: ["2"]', 'categories: ["1"]', "- {id: information", "The category `2` is in no kind"),
        ("legal_basis: art-1", "legal_basis: art-9", "art-9", "There is no legal basis `art-9`"),
        ("days: 2, count", "days: 0, count", "days: 0", "`0` is not a whole number of at least 1"),
        (
            "suggested_days: 2,",
            "suggested_days: 3,",
            "days: 3,",
            "3 suggested days are more than the limit of 2",
        ),
        ("for: [urgent]", "for: [quick]", "quick", "There is no kind of request `quick`"),
        (
            "of: case, data",
            "of: fact, data",
            "of: fact",
            "`fact` is not known; use one of: person, company, case",
        ),
    ],
)
def test_a_mistake_in_the_kinds_is_named_with_its_line(tiny, old, new, at, sentence):
    findings = tiny.with_kinds().replace(old, new).findings()
    line = tiny.line_of(at)
    assert any(found.startswith(f"area.yaml:{line}: ") and sentence in found for found in findings), findings


def test_an_area_with_kinds_checklist_amount_and_period_is_valid(tiny):
    assert tiny.with_kinds().findings() == []


def test_a_named_kind_needs_its_text(tiny):
    del tiny.with_kinds().english["kind.urgent"]
    assert any("The text `kind.urgent` is missing" in found for found in tiny.findings())


def test_broken_yaml_is_named_with_its_line(tiny):
    tiny.yaml += "  - [unclosed\n"
    line = len(tiny.yaml.splitlines())
    assert any(
        found.startswith(f"area.yaml:{line}: The bracket `[` in line {line}") for found in tiny.findings()
    )


def test_follow_ups_may_nest_three_levels_and_no_deeper(tiny):
    def level(depth: int) -> str:
        pad = "      " * depth
        follow = f", followups: [{{when: yes, ask: [\n{pad}{level(depth + 1)}]}}]" if depth < 4 else ""
        return f'{{id: "9.{depth}", answer: {{type: yes_no}}{follow}}}'

    tiny.yaml += f'  - {{category: "1", {level(0)[1:]}\n'
    tiny.english |= {f"question.9.{depth}": "Really?" for depth in range(5)}
    findings = tiny.findings()
    assert findings == [
        f"area.yaml:{tiny.line_of('9.4')}: Follow-ups may nest 3 levels deep; ask `9.4` higher up."
    ]


def test_a_missing_english_text_is_named(tiny):
    del tiny.english["question.1.2.1"]
    assert [
        found
        for found in tiny.findings()
        if found.startswith("tiny.pot:1: The text `question.1.2.1` is missing")
    ]


def test_a_text_without_use_is_named_with_its_line(tiny):
    tiny.english["question.7.7"] = "Nobody asks this."
    findings = tiny.findings()
    line = tiny.line_of("question.7.7", "locale/tiny.pot")
    assert findings == [
        f"tiny.pot:{line}: The text `question.7.7` belongs to nothing in area.yaml; remove it or mend the key."
    ]


def test_an_unknown_placeholder_is_named_with_its_line(tiny):
    tiny.english["question.1.2"] = "Which colour does [Surnam] like?"
    line_text = "question.1.2"
    findings = tiny.findings()
    line = tiny.line_of(f'"{line_text}"', "locale/tiny.pot")
    assert findings == [
        f"tiny.pot:{line}: The placeholder [Surnam] is not a field; use one of `Surname`, `Activity`."
    ]


def test_a_translation_must_carry_the_same_placeholders(tiny):
    source = tiny.english["question.1.1"]
    tiny.translations["de"] = {"question.1.1": (source, "Darf [Surname] das, [Vorname]?")}
    findings = tiny.findings()
    line = tiny.line_of("question.1.1", "locale/de.po")
    assert (
        f"de.po:{line}: The translation of `question.1.1` lacks [Activity]; put the placeholder in."
        in findings
    )
    assert any("has [Vorname], the English has not" in found for found in findings)


def test_a_translation_of_an_older_english_is_named(tiny):
    tiny.translations["de"] = {"question.1.2": ("What colour?", "Welche Farbe?")}
    assert any("The English of `question.1.2` has changed" in found for found in tiny.findings())


def test_a_translation_of_nothing_is_named(tiny):
    tiny.translations["de"] = {"question.8": ("Old?", "Alt?")}
    assert any("The text `question.8` is not in the .pot" in found for found in tiny.findings())


def test_the_same_text_twice_is_named(tiny):
    tiny.write()
    pot = tiny.folder / "locale" / "tiny.pot"
    body = pot.read_text("utf-8") + 'msgctxt "area.title"\nmsgid "Again"\nmsgstr ""\n'
    tiny.write = lambda: (pot.write_text(body, "utf-8"), tiny.folder)[1]
    assert any("The key `area.title` stands twice" in found for found in tiny.findings())


def test_loading_a_wrong_area_names_everything_at_once(tiny):
    tiny.replace("type: date", "type: dat").replace("data: ordinary", "data: secret")
    with pytest.raises(CatalogueError) as raised:
        tiny.load()
    assert len(raised.value.findings) == 2
    assert all(finding.line > 1 for finding in raised.value.findings)


def test_the_check_command_prints_findings_and_fails(tiny, capsys):
    tiny.replace("type: date", "type: dat").write()
    assert main(["check", str(tiny.folder)]) == 1
    printed = capsys.readouterr().out
    assert f"area.yaml:{tiny.line_of('type: dat')}: `dat` is not known" in printed


def test_the_check_command_finds_faults_of_the_translations_too(tiny, capsys):
    tiny.translations["de"] = {"question.1.2": ("Which colour?", "Welche  Farbe?")}
    tiny.write()
    main(["check", str(tiny.folder)])
    line = tiny.line_of("question.1.2", "locale/de.po")
    assert f"locale/de.po:{line}: error: " in capsys.readouterr().out


def test_the_check_command_says_a_thing_once(tiny, capsys):
    tiny.translations["de"] = {"question.1.1": (tiny.english["question.1.1"], "Darf [Surname] das?")}
    tiny.write()
    assert main(["check", str(tiny.folder)]) == 1
    printed = capsys.readouterr().out
    assert printed.count(f"locale/de.po:{tiny.line_of('question.1.1', 'locale/de.po')}: ") == 1


def test_the_check_command_runs_as_a_module_and_is_content_with_our_areas():
    done = subprocess.run(
        [sys.executable, "-m", "imi_contracts.areas", "check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_completeness_command_prints_a_row_per_area_and_a_column_per_language(capsys):
    assert main(["completeness"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert len(head.split()) == 26
    assert any(row.startswith("professional-qualifications") for row in rows)
