"""What every change has in common: the audit entry and the event, in the same transaction as the change."""

from datetime import date
from typing import Any

from imi_contracts.events.requests import RequestStep
from imi_contracts.vocabularies.enums import Step
from imi_requests.application.access import Access
from imi_requests.application.ports import Work
from imi_requests.domain.audit import NO_PREVIOUS, AuditEntry


async def record(
    action: str, access: Access, work: Work, *, step: Step | None = None, deadline: date | None = None
) -> None:
    """Append to the request's chain; the row lock on the request keeps the chain in one line."""
    request, side = access.request, access.side
    last = await work.audit.last(request.id)
    entry = AuditEntry(
        request_id=request.id,
        position=last.position + 1 if last else 1,
        at=work.clock.now(),
        action=action,
        step=step,
        side=side,
        authority=request.authority_of(side),
        country=request.country_of(side),
        person=access.actor.subject,
        version=request.version,
        deadline=deadline,
        previous_hash=last.hash if last else NO_PREVIOUS,
    )
    await work.audit.add(entry.sealed())


def announce(event: type[RequestStep], access: Access, work: Work, **more: Any) -> None:
    """Publish a step with the request's version as sequence: identifiers, codes and dates only."""
    request, proposed = access.request, access.request.deadline.proposed
    work.publish(
        event(
            request_id=request.id,
            number=request.number,
            area=request.area,
            requesting_authority=request.requesting,
            requesting_country=request.requesting_country,
            responding_authority=request.responding,
            responding_country=request.responding_country,
            status=request.status.value,
            side=access.side.value,
            happened_at=work.clock.now(),
            deadline_proposed=proposed.day if proposed else None,
            deadline_agreed=request.deadline.agreed,
            **more,
        ),
        subject=request.id,
        sequence=request.version,
    )
