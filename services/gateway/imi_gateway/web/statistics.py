"""The scoreboard."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, field_validator
from starlette.responses import HTMLResponse

from imi_contracts.catalogue import sort_key
from imi_gateway.clients.models import CountryScore
from imi_gateway.web.desk import Desk, DeskOf

router = APIRouter(prefix="/statistics")


class Period(BaseModel):
    """What the scoreboard is asked for; an empty date field is no date."""

    area: str = Field("", max_length=64)
    begin: date | None = None
    end: date | None = None

    @field_validator("begin", "end", mode="before")
    @classmethod
    def empty_is_none(cls, value: str | None) -> str | None:
        return value or None


@router.get("")
async def statistics(desk: DeskOf, period: Annotated[Period, Query()]) -> HTMLResponse:
    """The whole page, or the board alone when it is fetched again because figures changed."""
    begin, end = (day.isoformat() if day else "" for day in (period.begin, period.end))
    client = desk.services.statistics
    board = await client.scoreboard(desk.person, area=period.area, begin=begin, end=end)
    alone = desk.request.headers.get("hx-target") == "scoreboard"
    template = "statistics/board.html" if alone else "statistics/page.html"
    return desk.page(
        template,
        board=board.model_copy(update={"countries": by_name(desk, board.countries)}),
        filters={"area": period.area, "begin": begin, "end": end},
    )


def by_name(desk: Desk, countries: list[CountryScore]) -> list[CountryScore]:
    """In the order of the names in the reader's language, as the table shows them."""
    return sorted(countries, key=lambda row: sort_key(desk.speech.country(row.country)))
