"""The glossary as a page shows it: groups with their terms, sorted as the reader's language sorts."""

from dataclasses import dataclass

from imi_contracts.glossary.collation import collation_key
from imi_contracts.glossary.load import glossary_folder, load_glossary
from imi_contracts.glossary.model import DEFINITION, Glossary


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One term on the page; the languages tell where a text had to stay English."""

    id: str
    label: str
    label_language: str
    definition: str
    definition_language: str
    see: tuple[tuple[str, str], ...]  # (id, label) of the terms to read next


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """One group with its heading."""

    id: str
    title: str
    title_language: str
    terms: tuple[TermEntry, ...]


def describe_glossary(language: str, glossary: Glossary | None = None) -> tuple[GroupEntry, ...]:
    """Groups in the order of the glossary, terms within them in the order of the language's alphabet."""
    known = load_glossary(glossary_folder()) if glossary is None else glossary
    return tuple(
        GroupEntry(
            id=group,
            title=known.group_title(group, language),
            title_language=known.texts.language_of(f"group.{group}", language),
            terms=_terms(known, group, language),
        )
        for group in known.groups
    )


def _terms(glossary: Glossary, group: str, language: str) -> tuple[TermEntry, ...]:
    entries = (
        TermEntry(
            id=term.id,
            label=glossary.label(term.id, language),
            label_language=glossary.texts.language_of(term.key, language),
            definition=glossary.definition(term.id, language),
            definition_language=glossary.texts.language_of(term.key + DEFINITION, language),
            see=tuple((other, glossary.label(other, language)) for other in term.see),
        )
        for term in glossary.terms.values()
        if term.group == group
    )
    return tuple(sorted(entries, key=lambda entry: collation_key(entry.label, language)))
