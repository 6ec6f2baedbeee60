"""Which authority is competent: lists one searches by, and a hint when another authority is the right one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from imi_contracts.errors import Refused
from imi_gateway.web.options import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from imi_contracts.areas import Area
    from imi_contracts.vocabularies import Vocabulary
    from imi_gateway.clients.models import AuthorityCard, RequestView
    from imi_gateway.web.areas import Areas
    from imi_gateway.web.desk import Desk

HINT_SECONDS = 1.0
MARK = ":"  # between list and code: `professions:dentist`


@dataclass(frozen=True)
class Hint:
    """The recipient does not name this competence; `address` searches for authorities that do."""

    label: str
    lang: str
    address: str


def lists_of(areas: Iterable[Area]) -> list[str]:
    """The lists that lead to an authority, each once."""
    leading = (c.code_list for area in areas for c in area.competence_lists if c.field)
    return list(dict.fromkeys(leading))


def choices(areas: Areas, area: str, language: str) -> list[Group]:
    """What one can be competent for, with the list in the value; only the area's own lists when one is chosen."""
    known = areas.get(area) if area else None
    wanted = lists_of([known] if known else areas.newest())
    return [
        Group(group.label, [o._replace(value=f"{name}{MARK}{o.value}") for o in group.options], group.lang)
        for name in wanted
        for group in areas.options_of(name, language)
    ]


async def hints(desk: Desk, view: RequestView) -> list[Hint]:
    """What the recipient is not competent for as far as the directory says; none when it does not answer."""
    area = desk.areas.of(view)
    entered = list(_entered(area, view.subject or {}))
    if not entered:
        return []
    try:
        async with asyncio.timeout(HINT_SECONDS):
            card = await desk.services.directory.authority(
                desk.person, view.responding.id, desk.speech.content
            )
    except (Refused, TimeoutError):
        return []
    return [
        _hint(desk, view, code_list, code)
        for code_list, code in entered
        if is_elsewhere(desk.areas.vocabularies[code_list], code, card)
    ]


def _entered(area: Area, subject: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for competence in area.competence_lists:
        value = subject.get(competence.field or "")
        if isinstance(value, str) and value in area.vocabularies[competence.code_list]:
            yield competence.code_list, value


def is_elsewhere(known: Vocabulary, code: str, card: AuthorityCard) -> bool:
    """Whether an authority names competences of this list and this one is not among them.

    An authority that names nothing may be competent for everything.
    """
    named = card.competences.get(known.id, [])
    return bool(named) and not set(known.kin(code)) & set(named)


def _hint(desk: Desk, view: RequestView, code_list: str, code: str) -> Hint:
    language = desk.speech.content
    known = desk.areas.vocabularies[code_list]
    there = {
        "country": view.responding.country,
        "area": view.area,
        "competence": f"{code_list}{MARK}{code}",
    }
    return Hint(
        label=known.label(code, language),
        lang=language if known.has_label(code, language) else "en",
        address=f"/directory?{urlencode(there)}",
    )
