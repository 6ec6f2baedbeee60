"""Editors complete and explain area.yaml by a JSON Schema that is made from the enumerations and kept fresh."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from imi_contracts.areas.cli import main
from imi_contracts.areas.schema import FILE_NAME, area_schema, schema_text
from imi_contracts.catalogue import contracts_root
from imi_contracts.vocabularies import AnswerType, FieldType

AREAS = contracts_root() / "areas"
FILES = sorted((*AREAS.glob("*/area.yaml"), *AREAS.glob("*/versions/*.yaml")))
CHECKER = Draft202012Validator(area_schema())


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do (version 1.2): `yes` is a word, only true and false are true and false."""


EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, rule)
        for tag, rule in rules
        if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}
    ]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def complaints(text):
    return [error.message for error in CHECKER.iter_errors(yaml.load(text, EditorLoader))]


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(area_schema())


def test_the_file_is_fresh():
    assert (AREAS / FILE_NAME).read_text("utf-8") == schema_text(), (
        "run: python -m imi_contracts.areas schema"
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_area_of_ours_satisfies_it(file: Path):
    assert complaints(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_file_that_names_a_schema_names_this_one(file: Path):
    first = file.read_text("utf-8").splitlines()[0]
    if "$schema" in first:
        named = first.split("$schema=")[1].strip()
        assert (file.parent / named).resolve() == AREAS / FILE_NAME


def test_an_area_with_everything_satisfies_it(tiny):
    assert complaints(tiny.with_kinds().yaml) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1\n", "version: one\n"),
        ("area: tiny\n", ""),
        ("area: tiny\n", "area: tiny\ntypo: x\n"),
        ("type: date", "type: dat"),
        ("type: date", "type: code_list"),
        ("type: date", "type: date, choices: colour"),
        ("type: date", "type: date, min: 1"),
        ("type: date", "type: checklist"),
        ("data: ordinary", "data: secret"),
        ("id: Surname", "id: surname-1"),
        ("block_after_months: 6", "block_after_months: 5"),
        ("block_after_months: 6", "block_after_months: 19"),
        ("      - when: red\n", "      - when: []\n"),
        ("kinds: [person]", "kinds: [case]"),
        ("{id: Activity,", "{id: Activity, of: person,"),
        ("for: [urgent]", "for: urgent"),
        ('"1.2.1"', "1.2"),
    ],
)
def test_an_editor_marks_what_is_not_in_the_form(tiny, old, new):
    assert complaints(tiny.with_kinds().replace(old, new).yaml)


def test_the_schema_offers_every_type(tiny):
    definitions = area_schema()["$defs"]
    assert definitions["answer"]["properties"]["type"]["enum"] == [kind.value for kind in AnswerType]
    assert definitions["field"]["properties"]["type"]["enum"] == [kind.value for kind in FieldType]


def test_the_schema_command_writes_and_checks_the_file(tmp_path, capsys):
    assert main(["schema", str(tmp_path), "--check"]) == 1
    assert main(["schema", str(tmp_path)]) == 0
    assert main(["schema", str(tmp_path), "--check"]) == 0
    assert "is fresh" in capsys.readouterr().out
    assert json.loads((tmp_path / FILE_NAME).read_text("utf-8")) == area_schema()
