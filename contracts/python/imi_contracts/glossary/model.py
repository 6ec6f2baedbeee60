"""The glossary as frozen data: terms in groups, with word, definition and stems in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from imi_contracts.catalogue import SOURCE_LANGUAGE, Texts
from imi_contracts.catalogue.lint_terms import Terms, split_list

DEFINITION = ".definition"
STEMS = ".stems"


@dataclass(frozen=True, slots=True)
class Term:
    """One term; `see` names the terms worth reading next, `not_in` English phrases that mean something else."""

    id: str
    group: str
    see: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"glossary.{self.id}"


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms by id in the order of the file."""

    groups: tuple[str, ...]
    terms: Mapping[str, Term]
    texts: Texts = field(repr=False, compare=False, default_factory=Texts)

    def __len__(self) -> int:
        return len(self.terms)

    def group_title(self, group: str, language: str) -> str:
        return self.texts.get(f"group.{group}", language) or group

    def label(self, term: str, language: str) -> str:
        """The word for the term in the language, else in English."""
        return self.texts.get(self.terms[term].key, language) or term

    def definition(self, term: str, language: str) -> str:
        return self.texts.get(self.terms[term].key + DEFINITION, language) or ""

    def stems(self, term: str, language: str) -> tuple[str, ...]:
        """How the term shows in texts of this very language; empty when it is not looked for."""
        key = self.terms[term].key + STEMS
        return split_list(self.texts.get(key, language) or "") if self.texts.has(key, language) else ()

    def lint_terms(self) -> Terms:
        """What the lints of texts need of the glossary."""
        languages = [code for code in self.texts.languages if code != SOURCE_LANGUAGE]
        return Terms(
            english=self._stems_in(SOURCE_LANGUAGE),
            stems={language: self._stems_in(language) for language in languages},
            labels={language: self._labels_in(language) for language in languages},
            phrases=frozenset(phrase for term in self.terms.values() for phrase in term.not_in),
            names={
                self.label(term, SOURCE_LANGUAGE).casefold(): term
                for term in self.terms
                if not self.definition(term, SOURCE_LANGUAGE).startswith(
                    "To "
                )  # a button says a verb in many ways
            },
        )

    def _labels_in(self, language: str) -> dict[str, str]:
        return {
            term.id: self.label(term.id, language)
            for term in self.terms.values()
            if self.texts.has(term.key, language)
        }

    def _stems_in(self, language: str) -> dict[str, tuple[str, ...]]:
        return {term: stems for term in self.terms if (stems := self.stems(term, language))}
