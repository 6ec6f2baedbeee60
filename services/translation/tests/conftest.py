"""Fakes of memory and engine, a model that says one sentence, and the service on the real servers."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

from imi_kit.clock import SystemClock
from imi_kit.mongo import Documents, MongoOutbox
from imi_kit.testing import TokenMint
from imi_translation.adapters.catalogues import MongoCatalogueUnitOfWork
from imi_translation.adapters.ctranslate import CTranslateEngine
from imi_translation.application.ports import EngineFailed
from imi_translation.bootstrap import INDEXES
from imi_translation.domain.text import memory_key
from imi_translation.domain.translation import EngineOutput, MemoryEntry, Pair

REPOSITORY = Path(__file__).resolve().parents[3]
WIDTH = 128
# One piece each, because the model made here knows only which piece follows which.
WORDS = ["Guten", "Tag.", "Das", "Diplom", "ist", "gültig.", "weiter"]


@dataclass
class FakeMemory:
    """Finds what was put in; `near` is the one similar entry."""

    entries: dict[str, MemoryEntry] = field(default_factory=dict)
    near: tuple[MemoryEntry, float] | None = None

    def put(self, pair: Pair, source: str, target: str) -> MemoryEntry:
        key = memory_key(pair, source)
        self.entries[key] = MemoryEntry(key, pair, source, target)
        return self.entries[key]

    async def exact(self, pair: Pair, text: str) -> MemoryEntry | None:
        return self.entries.get(memory_key(pair, text))

    async def similar(self, pair: Pair, text: str) -> tuple[MemoryEntry, float] | None:
        return self.near


@dataclass
class FakeEngine:
    """Serves English to French; puts the text in brackets, or does what it is told."""

    output: EngineOutput | EngineFailed | None = field(
        default_factory=lambda: EngineOutput("[made by machine]", "fake", "1")
    )
    asked: list[str] = field(default_factory=list)

    def serves(self, pair: Pair) -> bool:
        return pair == Pair("en", "fr")

    async def translate(self, pair: Pair, text: str) -> EngineOutput | None:
        self.asked.append(text)
        if isinstance(self.output, EngineFailed):
            raise self.output
        return self.output


@pytest.fixture
def memory() -> FakeMemory:
    return FakeMemory()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture(scope="session")
def spm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny SentencePiece model, trained here."""
    prefix = tmp_path_factory.mktemp("spm") / "tiny"
    sentences = ["Guten Tag liebe Behörde.", "Das Diplom ist gültig.", "Good day, dear authority."] * 20
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences), model_prefix=str(prefix), vocab_size=60, hard_vocab_limit=False,
        minloglevel=2, normalization_rule_name="identity",
        user_defined_symbols=[f"▁{word}" for word in WORDS],
    )  # fmt: skip
    return prefix.with_suffix(".model")


ModelMaker = Callable[..., Path]


@pytest.fixture(scope="session")
def make_model(spm: Path) -> ModelMaker:
    """`make_model(folder, says="Guten Tag")`: a real CTranslate2 model that answers everything with one sentence.

    No weights can be committed, so they are set by hand: an embedding is one-hot, attention and feed-forward
    layers add nothing, and the projection maps each piece to the one that follows it in the sentence.
    """

    def make(folder: Path, says: str, *, stops: bool = True) -> Path:
        folder.mkdir(parents=True)
        processor = sentencepiece.SentencePieceProcessor(model_file=str(spm))
        pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
        tokens = ["</s>", "<unk>", "<blank>", *(p for p in pieces if p not in {"<s>", "</s>", "<unk>"})]
        chain = ["</s>", *processor.encode(says, out_type=str), *(["</s>"] if stops else [])]
        follows = {tokens.index(a): tokens.index(b) for a, b in pairwise(chain)}
        spec = _one_sentence_spec(len(tokens), follows)
        spec.register_source_vocabulary(tokens)
        spec.register_target_vocabulary(tokens)
        spec.config.decoder_start_token = "</s>"
        spec.validate()
        spec.save(str(folder))
        for name in ("source.spm", "target.spm"):
            (folder / name).write_bytes(spm.read_bytes())
        return folder

    return make


def _one_sentence_spec(size: int, follows: dict[int, int]) -> transformer_spec.TransformerSpec:
    spec = transformer_spec.TransformerSpec.from_config(
        1, 2, activation=common_spec.Activation.RELU, pre_norm=True
    )
    embeddings = np.eye(size, WIDTH, dtype=np.float32) * 100
    projection = np.zeros((size, WIDTH), dtype=np.float32)
    for before, after in follows.items():
        projection[after, before] = 1.0
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings.copy()
    spec.decoder.projection.weight = projection
    for stack in (spec.encoder, spec.decoder):
        stack.position_encodings.encodings = np.zeros((512, WIDTH), dtype=np.float32)
        _norm(stack.layer_norm)
        layer = stack.layer[0]
        _norm(layer.self_attention.layer_norm)
        _linear(layer.self_attention.linear[0], 3 * WIDTH, WIDTH)
        _linear(layer.self_attention.linear[1], WIDTH, WIDTH)
        _norm(layer.ffn.layer_norm)
        _linear(layer.ffn.linear_0, WIDTH, WIDTH)
        _linear(layer.ffn.linear_1, WIDTH, WIDTH)
    attention = spec.decoder.layer[0].attention
    _norm(attention.layer_norm)
    for linear, rows in zip(attention.linear, (WIDTH, 2 * WIDTH, WIDTH), strict=True):
        _linear(linear, rows, WIDTH)
    return spec


def _norm(spec: Any) -> None:
    spec.gamma = np.ones(WIDTH, dtype=np.float32)
    spec.beta = np.zeros(WIDTH, dtype=np.float32)


def _linear(spec: Any, rows: int, columns: int) -> None:
    spec.weight = np.zeros((rows, columns), dtype=np.float32)
    spec.bias = np.zeros(rows, dtype=np.float32)


@pytest.fixture
def folder_engine(tmp_path: Path) -> Iterator[CTranslateEngine]:
    """The real engine over an empty folder `tmp_path / "models"`."""
    (tmp_path / "models").mkdir()
    found = CTranslateEngine(tmp_path / "models", threads=2, loaded_models=2, seconds=10)
    yield found
    found.close()


@pytest.fixture
def trained_model() -> Path | None:
    """A small model that really translates English to French, if there is one on this machine."""
    place = os.environ.get("IMI_TEST_MODEL")
    folder = Path(place) if place else REPOSITORY.parent / "shared" / "tiny-ct2-en-fr"
    return folder if (folder / "model.bin").is_file() else None


@pytest.fixture
async def documents(mongo_url: str, mongo_database: str) -> AsyncIterator[Documents]:
    found = Documents(mongo_url, mongo_database)
    await found.create_indexes(INDEXES)
    yield found
    found.close()


@pytest.fixture
def outbox(documents: Documents) -> MongoOutbox:
    return MongoOutbox(documents)


@pytest.fixture
def unit_of_work(documents: Documents, outbox: MongoOutbox) -> Callable[[], MongoCatalogueUnitOfWork]:
    return lambda: MongoCatalogueUnitOfWork(
        documents, source="translation", clock=SystemClock(), outbox=outbox
    )


@pytest.fixture
def mint() -> TokenMint:
    return TokenMint()
