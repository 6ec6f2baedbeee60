"""Writes the contracts for those who do not speak Python: JSON Schemas, AsyncAPI, the errors for translators.

`python -m imi_contracts.export` writes, `--check` only compares. A breaking change of a published schema is
refused, because a message type keeps its promise: give the changed message a new version (`….v2`) instead.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import imi_contracts.commands
import imi_contracts.events  # noqa: F401  (importing registers the models)
from imi_contracts.asyncapi import asyncapi_document
from imi_contracts.catalogue import contracts_root
from imi_contracts.compatibility import breaking_changes
from imi_contracts.envelope import Envelope
from imi_contracts.messages import COMMANDS, EVENTS, Message
from imi_contracts.vocabularies.errors import errors_folder, errors_template

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENVELOPE_FILE = "envelope.json"


def message_schema(model: type[Message], kind: str) -> dict[str, Any]:
    """The JSON Schema of a message's data, with a stable identity."""
    schema = model.model_json_schema(mode="validation")
    return {"$schema": DIALECT, "$id": f"urn:openimi:{kind}:{model.type}", **schema}


def schemas() -> dict[str, dict[str, Any]]:
    """Every exported schema by its path below `contracts/`."""
    envelope = {"$schema": DIALECT, "$id": "urn:openimi:envelope", **Envelope.model_json_schema()}
    files = {ENVELOPE_FILE: envelope}
    files |= {f"events/{name}.json": message_schema(model, "event") for name, model in EVENTS.items()}
    files |= {f"commands/{name}.json": message_schema(model, "command") for name, model in COMMANDS.items()}
    return dict(sorted(files.items()))


def as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def files() -> dict[str, str]:
    """Every exported file by its path below `contracts/`."""
    written = {path: as_json(schema) for path, schema in schemas().items()}
    written["asyncapi.yaml"] = yaml.safe_dump(
        asyncapi_document(), sort_keys=False, allow_unicode=True, width=110
    )
    written["vocabularies/errors/locale/errors.pot"] = errors_template(errors_folder())
    return written


def stale(root: Path) -> list[str]:
    """Files that do not say what the models say, and schemas that no model stands behind."""
    wanted = files()
    different = [
        path
        for path, text in wanted.items()
        if not (root / path).is_file() or (root / path).read_text("utf-8") != text
    ]
    orphans = [
        f"{kind}/{file.name}"
        for kind in ("events", "commands")
        for file in sorted((root / kind).glob("*.json"))
        if f"{kind}/{file.name}" not in wanted
    ]
    return different + orphans


def broken_promises(root: Path, current: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Breaking differences between the schemas that lie in `root` and the current ones; a vanished type too."""
    found = []
    for file in sorted((*root.glob("events/*.json"), *root.glob("commands/*.json"))):
        path = file.relative_to(root).as_posix()
        if path not in current:
            found.append(f"{path}: the message type is gone; keep its model as long as it is published")
            continue
        changes = breaking_changes(json.loads(file.read_text("utf-8")), current[path])
        found += [f"{path}{change}" for change in changes]
    return found


def write(root: Path) -> list[str]:
    """Write what is stale; returns the paths written."""
    changed = [path for path in stale(root) if path in files()]
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(files()[path], "utf-8")
    return changed


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="imi_contracts.export", description=__doc__)
    parser.add_argument("--root", type=Path, default=contracts_root())
    parser.add_argument("--check", action="store_true", help="only say what is stale or breaking")
    parser.add_argument(
        "--break", dest="allowed", action="store_true", help="for a type that was never released"
    )
    given = parser.parse_args(arguments)
    broken = [] if given.allowed else broken_promises(given.root, schemas())
    if broken:
        _say(*broken, "Breaking: give the changed message a new version instead.")
        return 1
    paths = stale(given.root) if given.check else write(given.root)
    _say(*(f"{path}: {'is stale' if given.check else 'written'}" for path in paths))
    return 1 if given.check and paths else 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
