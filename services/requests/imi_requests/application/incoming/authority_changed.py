"""Keep the copy of the directory's authorities, so that work goes on while the directory is down."""

from imi_contracts.envelope import Envelope
from imi_contracts.events.directory import AuthorityChanged, AuthorityRegistered
from imi_requests.application.ports import Work
from imi_requests.domain.authority import Authority


async def on_authority(event: AuthorityRegistered | AuthorityChanged, envelope: Envelope, work: Work) -> None:
    """The event is the whole public record, so only the newest counts; older ones may come late."""
    known = await work.authorities.get(event.authority_id)
    if known is not None and known.sequence >= envelope.sequence:
        return
    await work.authorities.put(
        Authority(
            id=event.authority_id,
            country=event.country,
            official_name=event.official_name,
            official_language=event.official_language,
            titles=dict(event.titles),
            languages=list(event.languages),
            areas=dict(event.areas),
            status=event.status,
            sequence=envelope.sequence,
        )
    )
