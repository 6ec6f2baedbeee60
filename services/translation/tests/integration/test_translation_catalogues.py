"""Catalogues: published once per content, corrected when a translation changes, one broken area harms no other."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imi_contracts.envelope import Envelope
from imi_kit.mongo import Documents
from imi_translation.adapters.areas import AreaFolders
from imi_translation.adapters.catalogues import MongoCatalogues
from imi_translation.entrypoints.catalogue_watcher import CatalogueWatcher

pytestmark = pytest.mark.integration
REPOSITORY = Path(__file__).resolve().parents[4]
AREA = "professional-qualifications"


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    """A copy of the contracts that a test may change."""
    for folder in ("areas", "vocabularies"):
        shutil.copytree(REPOSITORY / "contracts" / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def watch(contracts: Path, unit_of_work: Callable[[], Any]) -> Callable[[], CatalogueWatcher]:
    return lambda: CatalogueWatcher(AreaFolders(contracts), unit_of_work)


async def announced(documents: Documents) -> list[Envelope]:
    rows = await documents.collection("outbox").find({}).sort("_id", 1).to_list(100)
    return [Envelope.from_json(row["body"]) for row in rows]


async def test_an_area_is_published_and_announced_once(documents: Documents, watch: Any) -> None:
    assert await watch().publish_changed() >= 1
    assert await watch().publish_changed() == 0
    (event,) = [e for e in await announced(documents) if e.subject == AREA]
    assert (event.type, event.sequence) == ("translation.catalogue.published.v1", 1)
    assert {"de", "en", "hu"} <= set(event.data["languages"])


async def test_a_reader_gets_the_area_in_the_language_asked_or_in_english(
    documents: Documents, watch: Any
) -> None:
    await watch().publish_changed()
    catalogues = MongoCatalogues(documents)
    german, unknown = await catalogues.document(AREA, "de"), await catalogues.document(AREA, "xx")
    assert german
    assert unknown
    assert (german["language"], unknown["language"]) == ("de", "en")
    assert german["categories"][0]["questions"][0]["text"] != unknown["categories"][0]["questions"][0]["text"]
    assert await catalogues.document("no-such-area", "de") is None


async def test_a_corrected_translation_is_published_again_under_the_same_version(
    documents: Documents, watch: Any, contracts: Path
) -> None:
    watcher = watch()
    await watcher.publish_changed()
    file = contracts / "areas" / AREA / "locale" / "de.po"
    before = file.read_text(encoding="utf-8")
    title = before.split('msgctxt "area.title"')[1].split('msgstr "')[1].split('"')[0]
    file.write_text(before.replace(f'msgstr "{title}"', 'msgstr "Neuer Titel"'), encoding="utf-8")
    assert await watcher.publish_changed() == 1
    found = await MongoCatalogues(documents).document(AREA, "de")
    assert found
    assert found["title"] == "Neuer Titel"
    assert [e.sequence for e in await announced(documents) if e.subject == AREA] == [1, 2]


async def test_a_broken_area_is_reported_and_the_others_are_published(
    documents: Documents, watch: Any, contracts: Path
) -> None:
    shutil.copytree(contracts / "areas" / AREA, contracts / "areas" / "broken")
    assert await watch().publish_changed() >= 1
    assert AREA in [head["area"] for head in await MongoCatalogues(documents).latest()]
    assert await MongoCatalogues(documents).document("broken", "en") is None


async def test_unchanged_files_are_not_read_again(contracts: Path) -> None:
    folders = AreaFolders(contracts)
    assert folders.read_if_changed()
    folders.done()
    assert folders.read_if_changed() == []
