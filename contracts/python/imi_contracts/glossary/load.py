"""Reads `contracts/glossary/glossary.yaml` and its texts; every complaint names file, line and remedy."""

import re
from pathlib import Path
from types import MappingProxyType

from imi_contracts.catalogue import (
    SOURCE_LANGUAGE,
    CatalogueError,
    Findings,
    Texts,
    contracts_root,
    load_texts,
)
from imi_contracts.catalogue.marked import Marked, join, read_marked
from imi_contracts.glossary.model import DEFINITION, STEMS, Glossary, Term

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_DEFINITION = 30


def glossary_folder() -> Path:
    return contracts_root() / "glossary"


def _read_term(item: Marked, groups: tuple[str, ...]) -> tuple[Term, Marked] | None:
    parts = item.mapping(required=("id", "group"), optional=("see", "not_in"))
    if "id" not in parts or "group" not in parts:
        return None
    see, not_in = (parts[name].texts() if name in parts else () for name in ("see", "not_in"))
    term = Term(parts["id"].text(), parts["group"].text(), see, not_in)
    if not NAME.fullmatch(term.id):
        parts["id"].complain(f"The id `{term.id}` is not in kebab-case; write small letters and hyphens.")
    if term.group not in groups:
        parts["group"].complain(f"There is no group `{term.group}`; use one of {join(groups)}.")
    return term, item


def _check_term(term: Term, item: Marked, known: dict[str, Term], texts: Texts) -> None:
    for other in term.see:
        if other not in known or other == term.id:
            item.complain(f"`see` of `{term.id}` names `{other}`, which is no other term; mend or remove it.")
    for key in (term.key, term.key + DEFINITION):
        if not texts.has(key, SOURCE_LANGUAGE):
            item.complain(f"The term `{term.id}` lacks a text; add `{key}` to locale/glossary.pot.")


def _check_texts(glossary: Glossary, file: Path, findings: Findings) -> None:
    allowed = {f"group.{group}" for group in glossary.groups}
    for term in glossary.terms.values():
        allowed |= {term.key, term.key + DEFINITION, term.key + STEMS}
    for key, text in glossary.texts.by_language.get(SOURCE_LANGUAGE, {}).items():
        if key not in allowed:
            findings.add(file, text.line, f"The text `{key}` belongs to no term; remove it or add the term.")
        words = len(text.value.split())
        if key.endswith(DEFINITION) and words > LONGEST_DEFINITION:
            findings.add(
                file,
                text.line,
                f"The definition `{key}` has {words} words; say it in at most {LONGEST_DEFINITION}.",
            )
    for group in glossary.groups:
        if f"group.{group}" not in glossary.texts.keys:
            findings.add(file, 1, f"The group `{group}` has no heading; add the text `group.{group}`.")


def read_glossary(folder: Path, findings: Findings) -> Glossary | None:
    """Read the glossary, collecting what is wrong in `findings`; None when it cannot be read at all."""
    root = read_marked(folder / "glossary.yaml", findings)
    if root is None:
        return None
    texts = load_texts(folder / "locale", "glossary", findings)
    top = root.mapping(required=("glossary", "groups", "terms"))
    groups = top["groups"].texts() if "groups" in top else ()
    terms: dict[str, Term] = {}
    items: list[tuple[Term, Marked]] = []
    for item in top["terms"].sequence() if "terms" in top else []:
        found = _read_term(item, groups)
        if found is None:
            continue
        if found[0].id in terms:
            item.complain(f"The term `{found[0].id}` stands twice; remove one of them.")
        terms.setdefault(found[0].id, found[0])
        items.append(found)
    for term, item in items:
        _check_term(term, item, terms, texts)
    glossary = Glossary(groups, MappingProxyType(terms), texts)
    _check_texts(glossary, folder / "locale" / "glossary.pot", findings)
    return glossary


def load_glossary(folder: Path) -> Glossary:
    """Load `contracts/glossary`; raises CatalogueError naming everything that is wrong."""
    findings = Findings()
    glossary = read_glossary(folder, findings)
    findings.raise_if_any()
    if glossary is None:
        raise CatalogueError(())
    return glossary
