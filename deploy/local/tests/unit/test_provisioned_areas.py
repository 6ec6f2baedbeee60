"""The areas of this release lie in the running system's folder, and are not judged again while nothing changed."""

from pathlib import Path

import pytest

from imi_contracts.areas.collection import package_folders
from imi_contracts.catalogue import contracts_root
from imi_local.provision import areas


def test_every_published_area_is_installed_and_a_second_start_reads_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    areas.provision_areas(tmp_path)
    published = {folder.name for folder in package_folders(contracts_root() / "areas")}
    assert {folder.name for folder in package_folders(tmp_path)} == published
    monkeypatch.setattr(areas, "install", None)
    areas.provision_areas(tmp_path)


def test_an_area_somebody_else_published_there_stays(tmp_path: Path) -> None:
    other = tmp_path / "public-documents" / "manifest.yaml"
    other.parent.mkdir()
    other.write_text("area: public-documents\npublished: []\n")
    areas.provision_areas(tmp_path)
    assert other.is_file()
