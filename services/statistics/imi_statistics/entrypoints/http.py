"""The scoreboard over HTTP: for everybody who is logged in."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field, field_validator

from imi_contracts.codes import AreaCode, CountryCode
from imi_kit.http import CurrentIdentity
from imi_kit.ports import Clock
from imi_statistics.application import Work, scoreboard
from imi_statistics.domain.period import Period
from imi_statistics.domain.scheme import Colour, Condition, Indicator, Scheme, Thresholds
from imi_statistics.domain.scoreboard import CountryResult

router = APIRouter()


@dataclass(frozen=True)
class Desk:
    """What the routes need; bootstrap.py fills it."""

    work: Callable[[], Work]
    scheme: Callable[[str | None], Scheme]
    clock: Clock


async def desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


class Share(BaseModel):
    """`share` is `count` of `of`, null when nothing was counted. For ratings it is the share of negative ones."""

    share: float | None
    count: int
    of: int
    colour: Colour | None


class AverageDays(BaseModel):
    """Mean of the days from sending to the answer over `count` answered requests."""

    value: float | None
    count: int
    colour: Colour | None


class OverallResult(BaseModel):
    points: float | None
    colour: Colour | None


class CountryLine(BaseModel):
    """A country that received requests; a colour is null when the scheme or the figures give none."""

    country: CountryCode
    received: int
    accepted_in_week: Share
    answered_by_date: Share
    average_days: AverageDays
    timeliness: Share
    effort: Share
    overall: OverallResult

    @classmethod
    def of(cls, result: CountryResult) -> Self:
        shares = {
            code.value: Share(share=judged.value, count=judged.count, of=judged.of, colour=judged.colour)
            for code, judged in result.indicators.items()
            if code is not Indicator.AVERAGE_DAYS
        }
        average = result.indicators[Indicator.AVERAGE_DAYS]
        return cls(
            country=result.country,
            received=result.received,
            average_days=AverageDays(value=average.value, count=average.count, colour=average.colour),
            overall=OverallResult(points=result.points, colour=result.colour),
            **shares,
        )


class Limit(BaseModel):
    relation: str
    limit: float

    @classmethod
    def of(cls, condition: Condition) -> Self:
        return cls(**asdict(condition))


class Limits(BaseModel):
    """Green when the first holds, else yellow when the second holds, else red; values are not rounded before."""

    green: Limit
    yellow: Limit

    @classmethod
    def of(cls, thresholds: Thresholds) -> Self:
        return cls(green=Limit.of(thresholds.green), yellow=Limit.of(thresholds.yellow))


class Definitions(BaseModel):
    """The rules behind the colours, to be printed beside the figures."""

    scheme: str
    indicators: dict[Indicator, Limits]
    overall_method: str
    overall_points: dict[Colour, int]
    overall: Limits

    @classmethod
    def of(cls, scheme: Scheme) -> Self:
        return cls(
            scheme=scheme.name,
            indicators={code: Limits.of(limits) for code, limits in scheme.indicators.items()},
            overall_method=scheme.overall.method,
            overall_points=dict(scheme.overall.points),
            overall=Limits.of(scheme.overall.thresholds),
        )


class ShownPeriod(BaseModel):
    """Requests sent from the first to the last day, both included; days in UTC."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")


class Scoreboard(BaseModel):
    period: ShownPeriod
    area: str | None
    generated_at: datetime
    definitions: Definitions
    countries: list[CountryLine]


class Asked(BaseModel):
    """Area, period and scheme; what is left out or empty is chosen by the service."""

    area: AreaCode | None = None
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    scheme: str | None = Field(default=None, max_length=64)

    @field_validator("*", mode="before")
    @classmethod
    def empty_is_not_asked(cls, value: object) -> object:
        return None if value == "" else value


@router.get("/scoreboard")
async def show(
    _: CurrentIdentity, desk: Annotated[Desk, Depends(desk)], asked: Annotated[Asked, Query()]
) -> Scoreboard:
    scheme, now = desk.scheme(asked.scheme), desk.clock.now()
    period = Period.of(asked.first, asked.last, now.date())
    async with desk.work() as work:
        results = await scoreboard(period, asked.area, scheme, work)
    return Scoreboard(
        period=ShownPeriod(first=period.first, last=period.last),
        area=asked.area,
        generated_at=now,
        definitions=Definitions.of(scheme),
        countries=[CountryLine.of(result) for result in results],
    )
