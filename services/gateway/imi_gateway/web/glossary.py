"""The words of the system explained; for everybody, logged in or not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request

from imi_contracts.catalogue import sort_key
from imi_contracts.glossary import describe_glossary
from imi_gateway.web import i18n
from imi_gateway.web.rendering import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from imi_contracts.glossary import GroupEntry, TermEntry

router = APIRouter()
described = cache(describe_glossary)


@router.get("/glossary", response_model=None)
async def glossary(request: Request, find: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The terms that hold every word looked for; a script does the same while the reader types."""
    groups = described(i18n.of_request(request).content)
    return page(request, "glossary.html", groups=found_in(groups, find), find=find, words=labels(groups))


def labels(groups: Sequence[GroupEntry]) -> dict[str, str]:
    """The language of every term by id, for the links between terms."""
    return {term.id: term.label_language for group in groups for term in group.terms}


def found_in(groups: Sequence[GroupEntry], find: str) -> list[GroupEntry]:
    """Groups with the terms that fit; groups without any are left out."""
    words = sort_key(find).split()
    kept = [replace(g, terms=tuple(t for t in g.terms if _fits(t, words))) for g in groups]
    return [group for group in kept if group.terms]


def _fits(term: TermEntry, words: Sequence[str]) -> bool:
    text = sort_key(f"{term.label} {term.definition}")
    return all(word in text for word in words)
