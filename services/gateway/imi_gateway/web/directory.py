"""Finding an authority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from imi_contracts.catalogue import sort_key
from imi_gateway.web.desk import DeskOf

router = APIRouter(prefix="/directory")
# The 27 Member States and the three EEA states (Regulation (EU) No 1024/2012, Art. 5).
COUNTRIES = tuple(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)


class Filters(BaseModel):
    """What the reader looks for."""

    q: str = Field("", max_length=200)
    country: str = Field("", max_length=2)
    area: str = Field("", max_length=64)
    profession: str = Field("", max_length=64)
    page: int = Field(1, ge=1, le=1000)


@router.get("")
async def search(desk: DeskOf, filters: Annotated[Filters, Query()]) -> HTMLResponse:
    """Results as cards; with scripts only the results are replaced while the reader filters."""
    wanted = filters.model_dump()
    found = await desk.services.directory.search(desk.person, language=desk.speech.content, **wanted)
    only_results = desk.request.headers.get("hx-target") == "results"
    template = "directory/results.html" if only_results else "directory/search.html"
    return desk.page(template, found=found, filters=wanted | {"page": None}, countries=_countries(desk))


@router.get("/{authority}")
async def authority(desk: DeskOf, authority: UUID) -> HTMLResponse:
    shown = await desk.services.directory.authority(desk.person, authority, desk.speech.content)
    abroad = shown.country != desk.person.country
    writable = writable_areas(desk.person.roles, shown.areas) if abroad else []
    return desk.page("directory/authority.html", authority=shown, writable=writable, abroad=abroad)


def writable_areas(roles: Mapping[str, Sequence[str]], areas: Sequence[str]) -> list[str]:
    """Areas in which the reader handles requests and the authority is registered."""
    return [a for a in areas if "request_handler" in (*roles.get(a, ()), *roles.get("*", ()))]


def _countries(desk: DeskOf) -> list[tuple[str, str]]:
    return sorted(
        ((code, desk.speech.country(code)) for code in COUNTRIES), key=lambda pair: sort_key(pair[1])
    )
