"""The memory on MongoDB: exact at once, similar above a length, never the opposite, never a name by itself."""

import time
from datetime import UTC, datetime

import pytest

from imi_kit.bus.consumer import StoreDown
from imi_kit.mongo import Documents
from imi_translation.adapters import memory as module
from imi_translation.adapters.memory import MongoMemory
from imi_translation.domain.translation import Pair

pytestmark = pytest.mark.integration
EN_FR = Pair("en", "fr")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


async def approve(memory: MongoMemory, source: str, target: str, pair: Pair = EN_FR) -> str:
    return (await memory.approve(pair, source, target, by="a-coordinator", at=NOW)).id


async def test_an_approved_text_is_found_however_it_is_spaced(documents: Documents) -> None:
    memory = MongoMemory(documents)
    await approve(memory, "The diploma is valid.", "Le diplôme est valable.")
    found = await memory.exact(EN_FR, " the DIPLOMA  is valid. ")
    assert found
    assert found.target_text == "Le diplôme est valable."
    assert await memory.exact(Pair("en", "de"), "The diploma is valid.") is None


async def test_a_newer_approval_replaces_the_older(documents: Documents) -> None:
    memory = MongoMemory(documents)
    first = await approve(memory, "Good day.", "Bonne journée.")
    assert await approve(memory, "Good day.", "Bonjour.") == first
    found = await memory.exact(EN_FR, "Good day.")
    assert found
    assert found.target_text == "Bonjour."


async def test_a_similar_sentence_is_found_with_its_similarity(documents: Documents) -> None:
    memory = MongoMemory(documents)
    await approve(memory, "Please send a certified copy of the diploma.", "Veuillez envoyer une copie.")
    await approve(memory, "The authority is closed in August.", "L'autorité est fermée en août.")
    found = await memory.similar(EN_FR, "Please send us a certified copy of the diploma.")
    assert found
    assert found[0].target_text == "Veuillez envoyer une copie."
    assert 0.85 <= found[1] < 1


async def test_a_negated_sentence_is_never_taken_for_its_opposite(documents: Documents) -> None:
    memory = MongoMemory(documents)
    await approve(memory, "The person is entitled to practise dentistry.", "La personne est autorisée.")
    assert await memory.similar(EN_FR, "The person is not entitled to practise dentistry.") is None


async def test_short_and_very_long_texts_are_only_looked_up_exactly(documents: Documents) -> None:
    memory = MongoMemory(documents)
    await approve(memory, "Yes, he is here.", "Oui, il est ici.")
    assert await memory.similar(EN_FR, "Yes, he is here") is None
    await approve(memory, "word " * 500, "mot " * 500)
    assert await memory.similar(EN_FR, "word " * 499) is None


async def test_a_store_that_is_too_slow_costs_the_fuzzy_match_only(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = MongoMemory(documents)
    await approve(memory, "Please send a certified copy.", "Veuillez envoyer une copie.")
    monkeypatch.setattr(module, "FUZZY_SECONDS", 0.0)
    assert await memory.similar(EN_FR, "Please send us a certified copy.") is None


async def test_an_unreachable_store_is_said_to_be_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imi_kit.mongo.documents.TIMEOUT_MS", 200)
    nowhere = Documents("mongodb://127.0.0.1:1/?replicaSet=none", "none")
    with pytest.raises(StoreDown):
        await MongoMemory(nowhere).exact(EN_FR, "Good day.")
    nowhere.close()


async def test_a_forgotten_entry_is_gone(documents: Documents) -> None:
    memory = MongoMemory(documents)
    entry_id = await approve(memory, "Good day.", "Bonjour.")
    assert await memory.forget(entry_id)
    assert not await memory.forget(entry_id)
    assert await memory.exact(EN_FR, "Good day.") is None


async def test_lookups_stay_quick_among_thousands_of_entries(documents: Documents) -> None:
    memory, words = MongoMemory(documents), [f"wort{i}" for i in range(400)]
    rows = [
        {
            "_id": str(i), "source": "en", "target": "fr", "source_text": "x", "target_text": "y",
            "normalised": " ".join(text := [words[(i * 7 + j * 31) % 400] for j in range(12)]),
            "anchors": sorted(text)[:4],
        }
        for i in range(1_000)
    ]  # fmt: skip
    await documents.collection("memory").insert_many(rows)
    begun = time.perf_counter()
    assert await memory.exact(EN_FR, str(rows[7]["normalised"])) is None
    exact = time.perf_counter() - begun
    await memory.similar(EN_FR, str(rows[7]["normalised"]) + " und")
    fuzzy = time.perf_counter() - begun - exact
    assert exact < 0.5
    assert fuzzy < 1.5
