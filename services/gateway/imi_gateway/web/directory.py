"""Finding an authority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from imi_contracts.catalogue import sort_key
from imi_gateway.web.competence import choices
from imi_gateway.web.desk import DeskOf
from imi_gateway.web.options import STATES

router = APIRouter(prefix="/directory")


class Filters(BaseModel):
    """What the reader looks for; `competence` is a list and a code of it, as in `professions:dentist`."""

    q: str = Field("", max_length=200)
    country: str = Field("", max_length=2)
    area: str = Field("", max_length=64)
    competence: str = Field("", max_length=130, pattern=r"^([a-z0-9-]+:[A-Za-z0-9-]+)?$")
    page: int = Field(1, ge=1, le=1000)


@router.get("")
async def search(desk: DeskOf, filters: Annotated[Filters, Query()]) -> HTMLResponse:
    """Results as cards; with scripts only the results are replaced while the reader filters."""
    language = desk.speech.content
    offered = choices(desk.areas, filters.area, language)
    if not any(option.value == filters.competence for group in offered for option in group.options):
        # Chosen before the area was: nobody is competent for it there, so it would hide everybody.
        filters = filters.model_copy(update={"competence": ""})
    wanted = filters.model_dump()
    found = await desk.services.directory.search(desk.person, language=language, **wanted)
    only_results = desk.request.headers.get("hx-target") == "results"
    return desk.page(
        "directory/results.html" if only_results else "directory/search.html",
        found=found,
        filters=wanted | {"page": None},
        countries=_countries(desk),
        competences=offered,
    )


@router.get("/{authority}")
async def authority(desk: DeskOf, authority: UUID) -> HTMLResponse:
    shown = await desk.services.directory.authority(desk.person, authority, desk.speech.content)
    abroad = shown.country != desk.person.country
    known = [area for area in shown.areas if desk.areas.get(area)]
    writable = writable_areas(desk.person.roles, known) if abroad else []
    return desk.page("directory/authority.html", authority=shown, writable=writable, abroad=abroad)


def writable_areas(roles: Mapping[str, Sequence[str]], areas: Sequence[str]) -> list[str]:
    """Areas in which the reader handles requests and the authority is registered."""
    return [a for a in areas if "request_handler" in (*roles.get(a, ()), *roles.get("*", ()))]


def _countries(desk: DeskOf) -> list[tuple[str, str]]:
    return sorted(((code, desk.speech.country(code)) for code in STATES), key=lambda pair: sort_key(pair[1]))
