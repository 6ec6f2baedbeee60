"""From the proved identity to the actor that the rules know."""

from typing import Annotated

from fastapi import Depends

from imi_kit.http import CurrentIdentity
from imi_requests.domain.actor import Actor


def current_actor(identity: CurrentIdentity) -> Actor:
    return Actor(
        subject=identity.subject,
        country=identity.country,
        authority=identity.authority if identity.kind != "administrator" else None,
        is_system=identity.kind == "system",
        language=identity.language,
        roles=identity.roles if identity.kind == "person" else {},
    )


CurrentActor = Annotated[Actor, Depends(current_actor)]
