"""What the statistics do: take note of every step of a request, and show the scoreboard."""

from datetime import datetime
from typing import Protocol

from imi_contracts.envelope import Envelope
from imi_contracts.events import (
    DeadlineAgreed,
    DeadlineProposed,
    RequestAccepted,
    RequestClosed,
    RequestReplied,
    RequestSent,
    RequestStep,
    RequestWithdrawn,
    ScoreboardChanged,
)
from imi_kit.ports import UnitOfWork
from imi_statistics.domain.fact import Fact
from imi_statistics.domain.period import Period
from imi_statistics.domain.scheme import Scheme
from imi_statistics.domain.scoreboard import CountryResult, Figures, judge

STEPS: tuple[type[RequestStep], ...] = (
    RequestSent,
    RequestAccepted,
    DeadlineProposed,
    DeadlineAgreed,
    RequestReplied,
    RequestClosed,
    RequestWithdrawn,
)


class Work(UnitOfWork, Protocol):
    """One transaction of the statistics; `announced` are the countries it already spoke of."""

    announced: set[str]

    async def record(self, fact: Fact) -> bool:
        """Merge into what is known of the request; whether figures of the responding country changed."""

    async def figures(self, period: Period, area: str | None) -> list[Figures]:
        """One line for every country that received requests in the period."""


async def take_note(step: RequestStep, envelope: Envelope, work: Work) -> None:
    """A request took a step: keep it, and say whose figures changed."""
    country = step.responding_country
    if await work.record(fact_of(step, envelope.sequence)) and country not in work.announced:
        work.announced.add(country)
        work.publish(ScoreboardChanged(country=country), subject=country)


def fact_of(step: RequestStep, sequence: int) -> Fact:
    """The step's own contribution, whatever was heard of the request before."""

    def at(*steps: type[RequestStep]) -> datetime | None:
        return step.happened_at if isinstance(step, steps) else None

    return Fact(
        request_id=step.request_id,
        sequence=sequence,
        status=step.status,
        area=step.area,
        requesting_country=step.requesting_country,
        responding_country=step.responding_country,
        responding_authority=step.responding_authority,
        deadline_agreed=step.deadline_agreed,
        sent_at=at(RequestSent),
        accepted_at=at(RequestAccepted),
        answered_at=at(RequestReplied),
        closed_at=at(RequestClosed),
        withdrawn_at=at(RequestWithdrawn),
        timeliness=step.timeliness if isinstance(step, RequestClosed) else None,
        effort=step.effort if isinstance(step, RequestClosed) else None,
    )


async def scoreboard(period: Period, area: str | None, scheme: Scheme, work: Work) -> list[CountryResult]:
    """Every country that received requests, judged by the scheme."""
    return [judge(line, scheme) for line in await work.figures(period, area)]
