"""The manifest of an area: which versions are published, and the hash that keeps a published one frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from imi_contracts.areas.files import write_whole
from imi_contracts.catalogue import Findings
from imi_contracts.catalogue.marked import Marked, read_marked

MANIFEST = "manifest.yaml"


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One entry: the day of publication, and the hash over structure and English texts of the version."""

    version: int
    content: str
    date: str
    place: Marked


def read_manifest(folder: Path, findings: Findings) -> Mapping[int, PublishedVersion]:
    """The published versions by number; none for an area that was never published."""
    file = folder / MANIFEST
    root = read_marked(file, findings) if file.is_file() else None
    if root is None:
        return MappingProxyType({})
    top = root.mapping(required=("area", "published"))
    if "area" in top and top["area"].text() != folder.name:
        top["area"].complain(f"The area must be called `{folder.name}`, like its folder.")
    versions: dict[int, PublishedVersion] = {}
    for item in top["published"].sequence() if "published" in top else []:
        parts = item.mapping(required=("version", "content"), optional=("date", "note"))
        if "version" not in parts or "content" not in parts:
            continue
        number = parts["version"].integer(minimum=1)
        date = parts["date"].text() if "date" in parts else ""
        if number in versions:
            item.complain(f"Version {number} stands twice; remove one of them.")
        versions.setdefault(number, PublishedVersion(number, parts["content"].text(), date, parts["content"]))
    return MappingProxyType(versions)


def add_to_manifest(folder: Path, version: int, content: str, on: str) -> None:
    """Write the version and its hash into the manifest, which makes it published."""
    file = folder / MANIFEST
    document: dict[str, Any] = {"area": folder.name, "published": []}
    if file.is_file():
        document = yaml.safe_load(file.read_text("utf-8"))
    document["published"].append({"version": version, "date": on, "content": content})
    write_whole(file, yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
