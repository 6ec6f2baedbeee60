"""Where a translation comes from: people first, then what is similar, then a machine, then the plain nothing."""

from typing import Any

from imi_translation.application.ports import EngineFailed
from imi_translation.application.translate import Translator
from imi_translation.domain.translation import NO_TRANSLATION, Pair

EN_FR = Pair("en", "fr")


async def test_an_approved_translation_beats_the_engine(memory: Any, engine: Any) -> None:
    memory.put(EN_FR, "The diploma is valid.", "Le diplôme est valable.")
    found = await Translator(memory, engine).translate(EN_FR, "  the DIPLOMA is\nvalid. ")
    assert (found.text, found.origin, found.engine) == ("Le diplôme est valable.", "memory", None)
    assert engine.asked == []


async def test_a_similar_approved_text_beats_the_engine_and_shows_how_similar_it_is(
    memory: Any, engine: Any
) -> None:
    memory.near = memory.put(EN_FR, "The diploma is valid today.", "Le diplôme est valable."), 0.91
    found = await Translator(memory, engine).translate(EN_FR, "The diploma is valid.")
    assert (found.origin, found.score) == ("memory_fuzzy", 0.91)


async def test_what_nobody_approved_goes_to_the_engine_which_is_named(memory: Any, engine: Any) -> None:
    found = await Translator(memory, engine).translate(EN_FR, "Something new.")
    assert (found.text, found.origin) == ("[made by machine]", "engine")
    assert (found.engine, found.engine_version) == ("fake", "1")


async def test_a_pair_nobody_serves_has_no_translation(memory: Any, engine: Any) -> None:
    assert await Translator(memory, engine).translate(Pair("hu", "de"), "Szia.") == NO_TRANSLATION


async def test_an_engine_that_fails_or_says_nothing_is_no_translation(memory: Any, engine: Any) -> None:
    for output in (EngineFailed("timeout"), None):
        engine.output = output
        assert await Translator(memory, engine).translate(EN_FR, "Something.") == NO_TRANSLATION


async def test_a_text_without_words_is_not_translated(memory: Any, engine: Any) -> None:
    assert await Translator(memory, engine).translate(EN_FR, "12.5 – (…)") == NO_TRANSLATION
    assert engine.asked == []


async def test_translating_puts_nothing_into_the_memory(memory: Any, engine: Any) -> None:
    await Translator(memory, engine).translate(EN_FR, "Dr Kovács works here.")
    assert memory.entries == {}
