"""Reads `contracts/vocabularies/*.yaml` and their texts into frozen vocabularies."""

from collections.abc import Collection
from pathlib import Path
from types import MappingProxyType

import yaml

from imi_contracts.catalogue import Findings, Texts, load_texts
from imi_contracts.catalogue.marked import Marked, read_marked
from imi_contracts.vocabularies.model import Concept, Vocabularies, Vocabulary

NAMED_BY_CLDR = frozenset({"states", "languages"})


def _read_concept(item: Marked, vocabulary: str) -> Concept | None:
    if isinstance(item.node, yaml.ScalarNode):
        return Concept(item.text(), vocabulary)
    attributes: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in item.pairs():
        if isinstance(value.node, yaml.SequenceNode):
            lists[key.scalar()] = value.texts()
        else:
            attributes[key.scalar()] = value.text()
    code = attributes.pop("id", "")
    if not code:
        item.complain("This concept has no `id`; add one.")
        return None
    return Concept(code, vocabulary, MappingProxyType(attributes), MappingProxyType(lists))


def _read_vocabulary(file: Path, texts: Texts, findings: Findings) -> Vocabulary | None:
    root = read_marked(file, findings)
    if root is None:
        return None
    top = root.mapping(required=("vocabulary", "concepts"), optional=("about", "source"))
    if "vocabulary" in top and top["vocabulary"].text() != file.stem:
        top["vocabulary"].complain(f"The vocabulary must be called `{file.stem}`, like its file.")
    concepts: dict[str, Concept] = {}
    for item in top["concepts"].sequence() if "concepts" in top else []:
        concept = _read_concept(item, file.stem)
        if concept is None:
            continue
        if concept.id in concepts:
            item.complain(f"The concept `{concept.id}` stands twice; remove one of them.")
        elif file.stem not in NAMED_BY_CLDR and not texts.has(f"{file.stem}.{concept.id}", "en"):
            item.complain(
                f"The concept `{concept.id}` has no English label; "
                f"add the text `{file.stem}.{concept.id}` to locale/vocabularies.pot."
            )
        concepts.setdefault(concept.id, concept)
    return Vocabulary(file.stem, MappingProxyType(concepts), texts)


def _complain_about_unused(
    vocabularies: dict[str, Vocabulary], texts: Texts, file: Path, findings: Findings
) -> None:
    for key, text in texts.by_language.get("en", {}).items():
        vocabulary, _, code = key.partition(".")
        code = code.removesuffix(".synonyms")
        if vocabulary not in vocabularies or code not in vocabularies[vocabulary]:
            findings.add(
                file, text.line, f"The text `{key}` belongs to no concept; remove it or add the concept."
            )


def read_vocabularies(
    folder: Path, findings: Findings, languages: Collection[str] | None = None
) -> Vocabularies:
    """Read all vocabularies, collecting what is wrong in `findings`; `languages` as in `load_texts`."""
    texts = load_texts(folder / "locale", "vocabularies", findings, languages)
    found: dict[str, Vocabulary] = {}
    for file in sorted(folder.glob("*.yaml")):
        vocabulary = _read_vocabulary(file, texts, findings)
        if vocabulary is not None:
            found[vocabulary.id] = vocabulary
    if not findings:  # a file that cannot be read would make all its texts look unused
        _complain_about_unused(found, texts, folder / "locale" / "vocabularies.pot", findings)
    return Vocabularies(MappingProxyType(found), texts)


def load_vocabularies(folder: Path) -> Vocabularies:
    """Load `contracts/vocabularies`; raises CatalogueError naming file and line of everything that is wrong."""
    findings = Findings()
    vocabularies = read_vocabularies(folder, findings)
    findings.raise_if_any()
    return vocabularies
