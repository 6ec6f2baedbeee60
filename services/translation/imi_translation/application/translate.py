"""The order of sources: what people approved, then what is very similar to it, then a machine, then nothing."""

from prometheus_client import Counter

from imi_kit.telemetry import get_logger
from imi_translation.application.ports import Engine, EngineFailed, Memory
from imi_translation.domain.text import has_words
from imi_translation.domain.translation import NO_TRANSLATION, Pair, Translation

log = get_logger("translate")
translated = Counter("imi_translations_total", "Free texts translated, by source", ["origin"])


class Translator:
    """Never stores what it translates: the memory grows only by people's approval."""

    def __init__(self, memory: Memory, engine: Engine) -> None:
        self._memory = memory
        self._engine = engine

    async def translate(self, pair: Pair, text: str) -> Translation:
        translation = await self._translate(pair, text)
        translated.labels(translation.origin).inc()
        return translation

    async def _translate(self, pair: Pair, text: str) -> Translation:
        if pair.source == pair.target or not has_words(text):
            return NO_TRANSLATION
        if entry := await self._memory.exact(pair, text):
            return Translation(entry.target_text, "memory")
        if found := await self._memory.similar(pair, text):
            entry, score = found
            return Translation(entry.target_text, "memory_fuzzy", score=score)
        return await self._by_machine(pair, text)

    async def _by_machine(self, pair: Pair, text: str) -> Translation:
        if not self._engine.serves(pair):
            return NO_TRANSLATION
        try:
            output = await self._engine.translate(pair, text)
        except EngineFailed as error:
            log.warning("engine_failed", source=pair.source, target=pair.target, reason=error.reason)
            return NO_TRANSLATION
        if output is None:
            log.warning("engine_output_unusable", source=pair.source, target=pair.target)
            return NO_TRANSLATION
        return Translation(output.text, "engine", engine=output.engine, engine_version=output.version)
