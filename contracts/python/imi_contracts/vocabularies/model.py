"""Vocabularies as frozen data: concepts with attributes, labels and everyday words in every language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from imi_contracts.catalogue import Texts, sort_key

SECTION = "section"  # attribute of a concept: the concept above it


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a vocabulary."""

    id: str
    vocabulary: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of concepts in the order of the file."""

    id: str
    concepts: Mapping[str, Concept]
    texts: Texts = field(repr=False, compare=False, default_factory=Texts)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.concepts)

    def __contains__(self, code: object) -> bool:
        return code in self.concepts

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def __len__(self) -> int:
        return len(self.concepts)

    def __getitem__(self, code: str) -> Concept:
        return self.concepts[code]

    def kin(self, code: str) -> tuple[str, ...]:
        """A code with the section it stands in and the codes that stand in it, as NACE has them.

        Whoever is competent for a section is so for each of its divisions.
        """
        above = self.concepts[code].attributes.get(SECTION)
        below = (concept.id for concept in self if concept.attributes.get(SECTION) == code)
        return (code, *((above,) if above else ()), *below)

    def label(self, code: str, language: str) -> str:
        """The label in the language, else in English, else the code itself."""
        return self.texts.get(f"{self.id}.{code}", language) or code

    def has_label(self, code: str, language: str) -> bool:
        return self.texts.has(f"{self.id}.{code}", language)

    def synonyms(self, code: str, language: str) -> tuple[str, ...]:
        """Synonyms and everyday words in this very language, without falling back to English."""
        key = f"{self.id}.{code}.synonyms"
        if not self.texts.has(key, language):
            return ()
        words = (self.texts.get(key, language) or "").split(";")
        return tuple(word.strip() for word in words if word.strip())

    def options(self, language: str) -> tuple[tuple[str, str], ...]:
        """(code, label) pairs sorted by label, for a select box."""
        pairs = ((code, self.label(code, language)) for code in self.concepts)
        return tuple(sorted(pairs, key=lambda pair: sort_key(pair[1])))


@dataclass(frozen=True, slots=True)
class Vocabularies(Mapping[str, Vocabulary]):
    """All vocabularies by id."""

    by_id: Mapping[str, Vocabulary]
    texts: Texts = field(repr=False, compare=False, default_factory=Texts)

    def __getitem__(self, key: str) -> Vocabulary:
        return self.by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def __len__(self) -> int:
        return len(self.by_id)

    def label(self, vocabulary: str, code: str, language: str) -> str:
        return self.by_id[vocabulary].label(code, language)
