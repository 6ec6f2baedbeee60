"""Real models from folders: noticed, loaded, replaced, given up; a broken one harms nobody."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from imi_translation.adapters.ctranslate import CTranslateEngine
from imi_translation.application.ports import EngineFailed
from imi_translation.domain.translation import Pair

EN_DE = Pair("en", "de")


async def test_a_folder_that_appears_is_served_without_a_restart(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    assert folder_engine.pairs() == []
    assert not folder_engine.serves(EN_DE)
    make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    assert folder_engine.serves(EN_DE)
    output = await folder_engine.translate(EN_DE, "Good day.")
    assert output
    assert output.text == "Guten Tag."
    assert output.version.startswith("sha256:")


async def test_the_card_beside_the_model_names_engine_version_and_licence(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    folder = make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    card = {"name": "OPUS-MT", "version": "2026-01", "licence": "CC-BY-4.0", "prefix": "▁"}
    (folder / "model.json").write_text(json.dumps(card))
    output = await folder_engine.translate(EN_DE, "Good day.")
    assert output
    assert (output.engine, output.version) == ("OPUS-MT", "2026-01")
    (pair,) = folder_engine.pairs()
    assert (pair.source, pair.target, pair.licence, pair.loaded) == ("en", "de", "CC-BY-4.0", True)


async def test_lines_and_sentences_keep_their_places_and_numbers_are_left_alone(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    output = await folder_engine.translate(EN_DE, "Good day. Dear authority.\n\n1.\nYes.")
    assert output
    assert output.text == "Guten Tag. Guten Tag.\n\n1.\nGuten Tag."


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "shared_vocabulary.json", "target.spm"])
async def test_a_folder_that_is_still_being_copied_is_not_served(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path, missing: str
) -> None:
    folder = make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    (folder / missing).unlink()
    assert not folder_engine.serves(EN_DE)


async def test_an_empty_output_is_none(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    make_model(tmp_path / "models" / "en-de", says="")
    assert await folder_engine.translate(EN_DE, "Good day.") is None


async def test_a_model_that_cannot_stop_gives_none(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    make_model(tmp_path / "models" / "en-de", says="weiter weiter", stops=False)
    assert await folder_engine.translate(EN_DE, "Good day.") is None


async def test_a_broken_model_fails_says_so_and_works_once_replaced(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    folder = make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    good = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(good[:1000])
    for _ in range(2):
        with pytest.raises(EngineFailed):
            await folder_engine.translate(EN_DE, "Good day.")
    assert folder_engine.pairs()[0].problem
    (folder / "model.bin").write_bytes(good)
    output = await folder_engine.translate(EN_DE, "Good day.")
    assert output
    assert folder_engine.pairs()[0].problem is None


async def test_a_replaced_model_is_loaded_anew(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    folder = make_model(tmp_path / "models" / "en-de", says="Guten Tag.")
    await folder_engine.translate(EN_DE, "Good day.")
    other = make_model(tmp_path / "other", says="Das Diplom ist gültig.")
    shutil.copy(other / "model.bin", folder / "model.bin")
    os.utime(folder / "model.bin", ns=(1, 1))
    output = await folder_engine.translate(EN_DE, "Good day.")
    assert output
    assert output.text == "Das Diplom ist gültig."


async def test_only_so_many_models_stay_in_memory(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    for target in ("de", "fr", "it"):
        make_model(tmp_path / "models" / f"en-{target}", says="Guten Tag.")
        await folder_engine.translate(Pair("en", target), "Good day.")
    assert [(pair.target, pair.loaded) for pair in folder_engine.pairs()] == [
        ("de", False), ("fr", True), ("it", True),
    ]  # fmt: skip


async def test_work_over_time_is_given_up(make_model: Any, tmp_path: Path) -> None:
    make_model(tmp_path / "en-de", says="Guten Tag.")
    engine = CTranslateEngine(tmp_path, threads=1, loaded_models=1, seconds=0)
    with pytest.raises(EngineFailed, match="timeout"):
        await engine.translate(EN_DE, "Good day.")
    engine.close()


async def test_a_very_long_sentence_is_read_to_its_end(
    folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    make_model(tmp_path / "models" / "en-de", says="Tag.")
    output = await folder_engine.translate(EN_DE, "good day dear authority " * 60)
    assert output
    assert output.text.count("Tag.") > 1


async def test_a_trained_model_translates_exactly_what_it_learned(
    trained_model: Path | None, folder_engine: CTranslateEngine, make_model: Any, tmp_path: Path
) -> None:
    """Where no trained model lies on the machine, the model made by hand stands in, so nothing is skipped."""
    folder, learned = tmp_path / "models" / "en-fr", "Le diplôme n'est pas valide."
    if trained_model:
        folder.symlink_to(trained_model)
    else:
        learned = "Guten Tag."
        make_model(folder, says=learned)
    output = await folder_engine.translate(Pair("en", "fr"), "The diploma is not valid.")
    assert output
    assert output.text == learned
