"""Folders of models as operators mount them: `<source>-<target>/`, noticed while running."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imi_translation.domain.translation import Pair

_NAME = re.compile(r"([a-z]{2})-([a-z]{2})")
_NEEDED = ("model.bin", "config.json", "source.spm", "target.spm")
_VOCABULARIES = (("shared_vocabulary.json",), ("source_vocabulary.json", "target_vocabulary.json"))


@dataclass(frozen=True)
class ModelFolder:
    """A complete folder. `signature` changes when the model is replaced."""

    pair: Pair
    path: Path
    signature: tuple[int, int]

    def card(self) -> "ModelCard":
        """What model.json says about the model; raises ValueError when it is no JSON object."""
        file = self.path / "model.json"
        card: Any = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        if not isinstance(card, dict):
            raise ValueError("model.json must hold an object")  # noqa: TRY004  (bad data, not a bad call)
        return ModelCard(
            name=str(card.get("name", self.path.name)),
            version=str(card["version"]) if "version" in card else None,
            licence=str(card["licence"]) if "licence" in card else None,
            prefix=str(card.get("prefix", "")),
        )


@dataclass(frozen=True)
class ModelCard:
    """`prefix` is what a multilingual model wants before every source sentence, e.g. `>>fra<<`."""

    name: str
    version: str | None
    licence: str | None
    prefix: str


def find_model(root: Path, pair: Pair) -> ModelFolder | None:
    """The pair's folder if it is complete: one that is still being copied does not count."""
    path = root / f"{pair.source}-{pair.target}"
    if not all((path / name).is_file() for name in _NEEDED):
        return None
    if not any(all((path / name).is_file() for name in names) for names in _VOCABULARIES):
        return None
    state = (path / "model.bin").stat()
    return ModelFolder(pair, path, (state.st_mtime_ns, state.st_size))


def find_models(root: Path) -> list[ModelFolder]:
    """All complete folders, by name."""
    if not root.is_dir():
        return []
    names = (_NAME.fullmatch(path.name) for path in sorted(root.iterdir()))
    found = (find_model(root, Pair(match[1], match[2])) for match in names if match)
    return [folder for folder in found if folder]
