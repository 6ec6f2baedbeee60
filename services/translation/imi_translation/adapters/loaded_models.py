"""Models in memory: loaded when first asked for, the least recently used one given up for the next."""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece

from imi_translation.adapters.model_folders import ModelCard, ModelFolder

VERSION_DIGITS = 12


@dataclass(frozen=True)
class LoadedModel:
    """Ready to translate; safe to use from several threads."""

    translator: ctranslate2.Translator
    source: sentencepiece.SentencePieceProcessor
    target: sentencepiece.SentencePieceProcessor
    card: ModelCard
    version: str


class ModelUnusable(Exception):  # noqa: N818
    """The folder is complete but does not load; the reason is for the operator."""


class LoadedModels:
    """Called from the engine's threads. A replaced model.bin is loaded anew; a broken one is not tried again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._models: OrderedDict[Path, tuple[tuple[int, int], LoadedModel]] = OrderedDict()
        self._broken: dict[Path, tuple[tuple[int, int], str]] = {}

    def get(self, folder: ModelFolder) -> LoadedModel:
        """The loaded model; raises ModelUnusable."""
        with self._lock:
            if problem := self.problem(folder):
                raise ModelUnusable(problem)
            known = self._models.get(folder.path)
            if known is None or known[0] != folder.signature:
                self._models[folder.path] = folder.signature, self._load(folder)
            self._models.move_to_end(folder.path)
            # Whoever still translates with the model given up keeps it alive until the sentence is done.
            while len(self._models) > self._limit:
                self._models.popitem(last=False)
            return self._models[folder.path][1]

    def problem(self, folder: ModelFolder) -> str | None:
        signature, reason = self._broken.get(folder.path, (None, None))
        return reason if signature == folder.signature else None

    def is_loaded(self, folder: ModelFolder) -> bool:
        return folder.path in self._models

    def _load(self, folder: ModelFolder) -> LoadedModel:
        try:
            card = folder.card()
            return LoadedModel(
                ctranslate2.Translator(str(folder.path), device="cpu", inter_threads=1, intra_threads=1),
                sentencepiece.SentencePieceProcessor(model_file=str(folder.path / "source.spm")),
                sentencepiece.SentencePieceProcessor(model_file=str(folder.path / "target.spm")),
                card,
                card.version or _hash(folder.path / "model.bin"),
            )
        except (RuntimeError, ValueError, OSError) as error:
            reason = f"{type(error).__name__}: {error}"
            self._broken[folder.path] = folder.signature, reason
            raise ModelUnusable(reason) from error


def _hash(file: Path) -> str:
    """A version for a model whose model.json names none."""
    with file.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()[:VERSION_DIGITS]}"
