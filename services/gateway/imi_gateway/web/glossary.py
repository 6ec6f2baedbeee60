"""The words of the system explained; for everybody, logged in or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request

from imi_contracts.areas.folder import fingerprint
from imi_contracts.catalogue import CatalogueError, sort_key
from imi_contracts.glossary import describe_glossary, glossary_folder, load_glossary
from imi_gateway.web import i18n
from imi_gateway.web.rendering import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.responses import Response

    from imi_contracts.areas.folder import Fingerprint
    from imi_contracts.glossary import Glossary, GroupEntry, TermEntry

router = APIRouter()


class KeptGlossary:
    """The glossary as last read: read again when its files have changed, kept when what they hold is broken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: Fingerprint | None = None
        self._glossary: Glossary | None = None
        self._described: dict[str, tuple[GroupEntry, ...]] = {}

    def groups(self, language: str) -> tuple[GroupEntry, ...]:
        """The terms in groups, in the reader's language."""
        glossary = self._fresh()
        if language not in self._described:
            self._described[language] = describe_glossary(language, glossary)
        return self._described[language]

    def _fresh(self) -> Glossary:
        seen = fingerprint(self._folder)
        if self._glossary is None or seen != self._seen:
            self._seen = seen
            self._glossary = self._read()
        return self._glossary

    def _read(self) -> Glossary:
        try:
            glossary = load_glossary(self._folder)
        except CatalogueError:
            if self._glossary is None:
                raise
            return self._glossary
        self._described = {}
        return glossary


kept = KeptGlossary(glossary_folder())


@router.get("/glossary", response_model=None)
async def glossary(request: Request, find: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The terms that hold every word looked for; a script does the same while the reader types."""
    groups = kept.groups(i18n.of_request(request).content)
    return page(request, "glossary.html", groups=found_in(groups, find), find=find, words=labels(groups))


def labels(groups: Sequence[GroupEntry]) -> dict[str, str]:
    """The language of every term by id, for the links between terms."""
    return {term.id: term.label_language for group in groups for term in group.terms}


def found_in(groups: Sequence[GroupEntry], find: str) -> list[GroupEntry]:
    """Groups with the terms that fit; groups without any are left out."""
    words = sort_key(find).split()
    fitting = [replace(g, terms=tuple(t for t in g.terms if _fits(t, words))) for g in groups]
    return [group for group in fitting if group.terms]


def _fits(term: TermEntry, words: Sequence[str]) -> bool:
    text = sort_key(f"{term.label} {term.definition}")
    return all(word in text for word in words)
