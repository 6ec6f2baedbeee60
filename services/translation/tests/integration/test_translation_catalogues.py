"""Catalogues: published once per content, corrected when a translation changes, one broken area harms no other."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imi_contracts.areas import AreaFolder
from imi_contracts.envelope import Envelope
from imi_kit.mongo import Documents
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
    return lambda: CatalogueWatcher(AreaFolder(contracts), unit_of_work)


async def announced(documents: Documents) -> list[Envelope]:
    rows = await documents.collection("outbox").find({}).sort("_id", 1).to_list(100)
    return [Envelope.from_json(row["body"]) for row in rows]


async def test_an_area_is_published_and_announced_once(documents: Documents, watch: Any) -> None:
    assert await watch().publish_changed() >= 1
    assert await watch().publish_changed() == 0
    events = [e for e in await announced(documents) if e.subject == AREA]
    assert {e.type for e in events} == {"translation.catalogue.published.v1"}
    assert [(e.sequence, e.data["version"]) for e in events] == [(1, 1), (2, 2)]
    assert {"de", "en", "hu"} <= set(events[-1].data["languages"])


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
    assert await watcher.publish_changed() == 2  # both versions use the text
    found = await MongoCatalogues(documents).document(AREA, "de")
    assert found
    assert found["title"] == "Neuer Titel"
    assert [e.sequence for e in await announced(documents) if e.subject == AREA] == [1, 2, 3, 4]


async def test_a_broken_area_is_reported_and_the_others_are_published(
    documents: Documents, watch: Any, contracts: Path
) -> None:
    shutil.copytree(contracts / "areas" / AREA, contracts / "areas" / "broken")
    assert await watch().publish_changed() >= 1
    assert AREA in [head["area"] for head in await MongoCatalogues(documents).latest()]
    assert await MongoCatalogues(documents).document("broken", "en") is None


async def test_an_older_version_stays_readable_for_the_requests_begun_with_it(
    documents: Documents, watch: Any
) -> None:
    await watch().publish_changed()
    catalogues = MongoCatalogues(documents)
    old, new = await catalogues.document(AREA, "de", 1), await catalogues.document(AREA, "de")
    assert old
    assert new
    assert (old["version"], new["version"]) == (1, 2)
    assert await catalogues.document(AREA, "de", 99) is None
    assert [head["version"] for head in await catalogues.latest() if head["area"] == AREA] == [2]


async def test_an_area_published_while_the_service_runs_becomes_a_catalogue(
    documents: Documents, watch: Any, contracts: Path
) -> None:
    package = contracts / "areas" / AREA
    package.rename(contracts / "kept-back")
    watcher = watch()
    await watcher.publish_changed()
    assert await MongoCatalogues(documents).document(AREA, "en") is None
    (contracts / "kept-back").rename(package)
    assert await watcher.publish_changed() == 2
    assert await MongoCatalogues(documents).document(AREA, "en")
