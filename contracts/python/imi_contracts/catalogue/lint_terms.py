"""The glossary as the lints use it: which terms an English text uses, and whether its translation does too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from imi_contracts.catalogue.lint_model import Complaint, Pair, Severity
from imi_contracts.catalogue.lint_placeholders import without_placeholders

OWN = "glossary."  # the glossary's own words are the measure
OF_THE_LAW = "legal-basis."  # cites the language version of an act, which has its own words
GAP = r"[\s\u00a0’-]+"
BETWEEN = rf"\w*{GAP}(?:\w{{1,4}}{GAP}){{0,2}}"  # code de la sécurité
Forms = Mapping[str, tuple[str, ...]]  # id of a term → its forms or stems


def split_list(text: str) -> tuple[str, ...]:
    """The items of a `; ` list."""
    return tuple(item.strip() for item in text.split(";") if item.strip())


@lru_cache(maxsize=8192)
def stem_pattern(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the stems; a stem of several words is the beginning of each, with small words between or not."""
    each = (BETWEEN.join(re.escape(word) for word in stem.casefold().split()) for stem in stems)
    return re.compile("|".join(each))


@dataclass(frozen=True)
class Terms:
    """Forms of the terms in English, and their stems and words in every other language."""

    english: Forms = field(default_factory=dict)
    stems: Mapping[str, Forms] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    phrases: frozenset[str] = frozenset()  # English in which a word is not the term: “public notice”
    names: Mapping[str, str] = field(default_factory=dict)  # English name in small letters → id of the term

    @cached_property
    def _term_of(self) -> Mapping[str, str]:
        of_phrases = {phrase.casefold(): "" for phrase in self.phrases}
        return {form.casefold(): term for term, forms in self.english.items() for form in forms} | of_phrases

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = sorted(self._term_of, key=len, reverse=True)  # `request handler` is not also a `request`
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b") if forms else None

    @cached_property
    def _used(self) -> dict[str, tuple[str, ...]]:
        return {}

    def used_in(self, english: str) -> tuple[str, ...]:
        """The terms an English text uses; remembered, because every language asks about the same texts."""
        if english not in self._used:
            text = without_placeholders(english).casefold()
            found = (self._term_of[form] for form in (self._pattern.findall(text) if self._pattern else ()))
            self._used[english] = tuple(dict.fromkeys(filter(None, found)))
        return self._used[english]

    def check(self, pair: Pair) -> Iterator[Complaint]:
        """A term of the English that the translation names otherwise than the glossary of its language."""
        if pair.is_list or pair.key.startswith(OWN):
            return
        if not pair.key.startswith(OF_THE_LAW):
            yield from self._whole_name(pair) or self._within(pair)

    def _whole_name(self, pair: Pair) -> list[Complaint]:
        """A text that is the term and nothing else, such as the label of a role.

        Where the English is the key, the same word may be a button (“Answer”); only texts with keys are named things.
        """
        term = self.names.get(pair.english.casefold())
        label = self.labels.get(pair.language, {}).get(term or "")
        if not label or pair.key == pair.english or label.casefold() == pair.text.casefold():
            return []
        message = f"the glossary calls “{pair.english}” “{label}”; use that word here or mend the glossary."
        return [Complaint("terms", message, Severity.WARNING)]

    def _within(self, pair: Pair) -> Iterator[Complaint]:
        stems = self.stems.get(pair.language, {})
        text = pair.text.casefold()
        for term in self.used_in(pair.english) if stems else ():
            if term in stems and not stem_pattern(stems[term]).search(text):
                label = self.labels.get(pair.language, {}).get(term) or "; ".join(stems[term])
                yield Complaint(
                    "terms",
                    f"the English says “{self.english[term][0]}”, which the glossary calls “{label}”; use that word.",
                    Severity.WARNING,
                )
