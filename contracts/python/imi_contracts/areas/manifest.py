"""The manifest of an area: which versions are published, and the hash that keeps a published one frozen."""

from pathlib import Path
from typing import Any

import yaml

from imi_contracts.areas.model import Area
from imi_contracts.catalogue import Findings
from imi_contracts.catalogue.marked import Marked, read_marked

MANIFEST = "manifest.yaml"


def _published(root: Marked) -> dict[int, tuple[Marked, str]]:
    top = root.mapping(required=("area", "published"))
    versions: dict[int, tuple[Marked, str]] = {}
    for item in top["published"].sequence() if "published" in top else []:
        parts = item.mapping(required=("version", "content"), optional=("date", "note"))
        if "version" in parts and "content" in parts:
            versions[parts["version"].integer(minimum=1)] = (parts["content"], parts["content"].text())
    return versions


def check_manifest(area: Area, folder: Path, findings: Findings) -> None:
    """An edited published version is a complaint, and so is a version that went back."""
    file = folder / MANIFEST
    if not file.is_file():
        return  # never published: a draft may change freely
    root = read_marked(file, findings)
    if root is None:
        return
    versions = _published(root)
    if area.version in versions and versions[area.version][1] != area.content_hash:
        versions[area.version][0].complain(
            f"Version {area.version} is published and frozen, but area.yaml or the .pot was edited; "
            f"undo the edit or set `version: {area.version + 1}` in area.yaml."
        )
    if versions and area.version < max(versions):
        root.complain(f"Version {max(versions)} is published already; set a higher `version` in area.yaml.")


def publish(area: Area, folder: Path, on: str) -> bool:
    """Write the version and its hash into the manifest; False when this version is in it already."""
    file = folder / MANIFEST
    content: dict[str, Any] = {"area": area.id, "published": []}
    if file.is_file():
        content = yaml.safe_load(file.read_text("utf-8"))
    published: list[dict[str, Any]] = content["published"]
    if any(entry["version"] == area.version for entry in published):
        return False
    published.append({"version": area.version, "date": on, "content": area.content_hash})
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")
    return True
