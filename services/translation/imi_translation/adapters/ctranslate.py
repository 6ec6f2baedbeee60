"""CTranslate2 models from mounted folders: sentence by sentence, in threads, against the clock."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from imi_translation.adapters.loaded_models import LoadedModel, LoadedModels, ModelUnusable
from imi_translation.adapters.model_folders import ModelFolder, find_model, find_models
from imi_translation.application.ports import EngineFailed
from imi_translation.domain.sentences import split_sentences
from imi_translation.domain.text import has_words
from imi_translation.domain.translation import EngineOutput, Pair

SENTENCES_AT_ONCE = 8
# Models forget the beginning of longer inputs, and the library cuts them off without a word.
MAX_PIECES = 200
MAX_UNKNOWN_SHARE = 0.2
BEAM = 2
END, UNKNOWN, WORD_BEGIN = "</s>", "<unk>", "▁"


class _Unusable(Exception):  # noqa: N818
    """What came out would mislead the reader."""


@dataclass(frozen=True)
class ServedPair:
    """A line of `GET /pairs`; `problem` says why a folder does not load."""

    source: str
    target: str
    engine: str
    version: str | None
    licence: str | None
    loaded: bool
    problem: str | None


class CTranslateEngine:
    """`models` holds `<source>-<target>/` folders; `seconds` bound the work on one text."""

    def __init__(self, models: Path, *, threads: int, loaded_models: int, seconds: float) -> None:
        self._root = models
        self._loaded = LoadedModels(loaded_models)
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="ctranslate2")
        # Waiting for a free thread must not count as working on the text.
        self._free = asyncio.Semaphore(threads)

    def serves(self, pair: Pair) -> bool:
        return find_model(self._root, pair) is not None

    def pairs(self) -> list[ServedPair]:
        return [self._served(folder) for folder in find_models(self._root)]

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def translate(self, pair: Pair, text: str) -> EngineOutput | None:
        loop = asyncio.get_running_loop()
        async with self._free:
            work = loop.run_in_executor(self._threads, self._translate, pair, text)
            try:
                # The thread looks at the clock itself; this is for one that hangs in a single step.
                return await asyncio.wait_for(work, self._seconds * 2)
            except TimeoutError as error:
                raise EngineFailed("timeout") from error
            except _Unusable:
                return None
            except (ModelUnusable, RuntimeError) as error:
                raise EngineFailed(type(error).__name__) from error

    def _served(self, folder: ModelFolder) -> ServedPair:
        problem = self._loaded.problem(folder)
        try:
            card = folder.card()
        except ValueError as error:
            name = folder.path.name
            return ServedPair(*_codes(folder.pair), name, None, None, loaded=False, problem=str(error))
        loaded = self._loaded.is_loaded(folder)
        return ServedPair(
            *_codes(folder.pair), card.name, card.version, card.licence, loaded=loaded, problem=problem
        )

    def _translate(self, pair: Pair, text: str) -> EngineOutput | None:
        """In a thread. Raises TimeoutError, _Unusable, ModelUnusable or CTranslate2's RuntimeError."""
        until = time.monotonic() + self._seconds
        folder = find_model(self._root, pair)
        if folder is None:
            return None
        model = self._loaded.get(folder)
        lines = [split_sentences(line) for line in text.splitlines()]
        wanted = dict.fromkeys(sentence for line in lines for sentence in line if has_words(sentence))
        known = _translate_all(model, list(wanted), until)
        made = [" ".join(known.get(sentence, sentence) for sentence in line) for line in lines]
        return EngineOutput("\n".join(made), model.card.name, model.version)


def _translate_all(model: LoadedModel, sentences: list[str], until: float) -> dict[str, str]:
    """Every sentence or none: a gist with a hole misleads more than no gist."""
    pieces = [(sentence, part) for sentence in sentences for part in _pieces(model, sentence)]
    made: dict[str, list[str]] = {}
    for begin in range(0, len(pieces), SENTENCES_AT_ONCE):
        if time.monotonic() > until:
            raise TimeoutError
        batch = pieces[begin : begin + SENTENCES_AT_ONCE]
        for (sentence, _), output in zip(batch, _run(model, [part for _, part in batch]), strict=True):
            made.setdefault(sentence, []).append(output)
    return {sentence: " ".join(parts) for sentence, parts in made.items()}


def _pieces(model: LoadedModel, sentence: str) -> list[list[str]]:
    """The sentence as the model reads it, cut before a word where it is too long."""
    parts: list[list[str]] = [[]]
    for piece in model.source.encode(sentence, out_type=str):
        full = len(parts[-1]) >= MAX_PIECES
        if (full and piece.startswith(WORD_BEGIN)) or len(parts[-1]) >= MAX_PIECES * 2:
            parts.append([])
        parts[-1].append(piece)
    prefix = [model.card.prefix] if model.card.prefix else []
    return [[*prefix, *part, END] for part in parts]


def _run(model: LoadedModel, batch: list[list[str]]) -> list[str]:
    limit = 2 * max(map(len, batch)) + 20
    results = model.translator.translate_batch(
        batch, beam_size=BEAM, max_decoding_length=limit, max_input_length=0
    )
    return [_checked(model, result.hypotheses[0], limit) for result in results]


def _checked(model: LoadedModel, tokens: list[str], limit: int) -> str:
    """The text; raises _Unusable for nothing, for mostly unknown words, and for a model that cannot stop."""
    unknown = sum(token == UNKNOWN for token in tokens)
    if len(tokens) >= limit or unknown > MAX_UNKNOWN_SHARE * len(tokens):
        raise _Unusable
    text: str = model.target.decode(tokens).strip()
    if not has_words(text):
        raise _Unusable
    return text


def _codes(pair: Pair) -> tuple[str, str]:
    return pair.source, pair.target
