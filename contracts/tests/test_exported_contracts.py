"""What integrators get says what the models say: schemas, examples, AsyncAPI; and no published promise is broken."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from imi_contracts import topology
from imi_contracts.asyncapi import matches
from imi_contracts.catalogue import contracts_root
from imi_contracts.export import broken_promises, main, schemas, stale, write
from imi_contracts.messages import COMMANDS, EVENTS

ROOT = contracts_root()
SCHEMAS = schemas()
TYPES = [("events", name) for name in EVENTS] + [("commands", name) for name in COMMANDS]


def _example(kind: str, name: str, which: str) -> tuple[dict, Draft202012Validator]:
    document = json.loads((ROOT / kind / "examples" / f"{name}.{which}.json").read_text("utf-8"))
    schema = SCHEMAS[f"{kind}/{name}.json"]
    return document, Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _model(name: str):
    return EVENTS.get(name) or COMMANDS[name]


def test_no_published_promise_is_broken():
    assert broken_promises(ROOT, SCHEMAS) == []


def test_the_exported_files_are_fresh():
    assert stale(ROOT) == [], "run `python -m imi_contracts.export`"


@pytest.mark.parametrize(("kind", "name"), TYPES)
def test_the_valid_example_satisfies_schema_and_model(kind, name):
    document, validator = _example(kind, name, "valid")
    assert [error.message for error in validator.iter_errors(document)] == []
    _model(name).model_validate_json(json.dumps(document))


@pytest.mark.parametrize(("kind", "name"), TYPES)
def test_the_invalid_example_fails_schema_and_model(kind, name):
    document, validator = _example(kind, name, "invalid")
    assert list(validator.iter_errors(document))
    with pytest.raises(ValidationError):
        _model(name).model_validate_json(json.dumps(document))


@pytest.mark.parametrize("kind", ["events", "commands"])
def test_every_example_belongs_to_a_type(kind):
    names = {file.name.rsplit(".", 2)[0] for file in (ROOT / kind / "examples").glob("*.json")}
    assert names == {name for of_kind, name in TYPES if of_kind == kind}


def test_a_broadcast_event_has_no_free_text_fields():
    telling = {"text", "free_text", "subject", "answers", "comment", "file_name", "remark"}
    for name in EVENTS:
        if name != "interchange.receipt.v1":
            assert not telling & set(SCHEMAS[f"events/{name}.json"]["properties"]), name


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in _references(value)]
    return [found for value in node for found in _references(value)] if isinstance(node, list) else []


def test_every_reference_of_the_asyncapi_document_leads_somewhere():
    document = yaml.safe_load((ROOT / "asyncapi.yaml").read_text("utf-8"))
    assert document["asyncapi"] == "3.0.0"
    for reference in _references(document):
        if reference.startswith("./"):
            assert (ROOT / reference).is_file(), reference
            continue
        target = document
        for part in reference.removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/")]


def test_the_asyncapi_document_knows_every_queue_and_type():
    document = yaml.safe_load((ROOT / "asyncapi.yaml").read_text("utf-8"))
    addresses = {channel["address"] for channel in document["channels"].values()}
    own = {queue.name for queue in topology.QUEUES if not queue.name.startswith("ms.")}
    assert own | {"ms.{country}.out", "ms.{country}.accept"} <= addresses
    assert set(document["components"]["messages"]) == {*EVENTS, *COMMANDS}
    notifications = document["channels"]["notifications.events"]["messages"]
    assert "requests.request.sent.v1" in notifications
    assert "requests.text.translated.v1" not in notifications


@pytest.mark.parametrize(
    ("pattern", "key", "expected"),
    [
        ("requests.#", "requests.request.sent.v1", True),
        ("requests.request.*.*", "requests.request.sent.v1", True),
        ("requests.request.*", "requests.request.sent.v1", False),
        ("#.v1", "requests.request.sent.v1", True),
        ("ms.#", "ms", True),
        ("directory.*.*.*", "requests.request.sent.v1", False),
    ],
)
def test_bindings_match_as_the_broker_does(pattern, key, expected):
    assert matches(pattern, key) is expected


def _copy(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path


def test_a_changed_promise_is_refused_before_anything_is_written(tmp_path, capsys):
    root = _copy(tmp_path)
    file = root / "events" / "statistics.scoreboard.changed.v1.json"
    older = json.loads(file.read_text("utf-8"))
    older["properties"]["colour"] = {"type": "string"}
    file.write_text(json.dumps(older), "utf-8")
    assert main(["--root", str(root)]) == 1
    printed = capsys.readouterr().out
    assert "events/statistics.scoreboard.changed.v1.json/colour: the field was removed or renamed" in printed
    assert json.loads(file.read_text("utf-8")) == older
    assert main(["--root", str(root), "--break"]) == 0
    assert main(["--root", str(root), "--check"]) == 0


def test_a_vanished_message_type_breaks_a_promise(tmp_path):
    root = _copy(tmp_path)
    remaining = {path: schema for path, schema in SCHEMAS.items() if "scoreboard" not in path}
    (found,) = broken_promises(root, remaining)
    assert found.startswith("events/statistics.scoreboard.changed.v1.json: the message type is gone")


def test_a_stale_file_is_named(tmp_path):
    root = _copy(tmp_path)
    (root / "asyncapi.yaml").write_text("asyncapi: 2.6.0\n", "utf-8")
    (root / "events" / "old.thing.happened.v1.json").write_text("{}", "utf-8")
    assert stale(root) == ["asyncapi.yaml", "events/old.thing.happened.v1.json"]
