"""Who may register and manage what: the commission, coordinators, an authority's own data administrator."""

from dataclasses import dataclass
from uuid import UUID

from imi_contracts.errors import Refused
from imi_directory.domain.authority import Authority


@dataclass(frozen=True)
class Caller:
    """Whom the identity token names; `administers` says: as local data administrator of `authority`."""

    subject: str
    commission: bool = False
    authority: UUID | None = None
    administers: bool = False


@dataclass(frozen=True)
class Actor:
    """The caller with the authority acted for, when the person administers it."""

    commission: bool
    administered: Authority | None = None

    def coordinates_state(self, country: str) -> bool:
        """Whether the actor administers the national coordinator of this state."""
        own = self.administered
        return own is not None and own.national and own.country == country


def may_register(actor: Actor, authority: Authority) -> bool:
    """The commission registers anything; a national coordinator all others of its own state."""
    return actor.commission or (not authority.national and actor.coordinates_state(authority.country))


def may_validate(actor: Actor, authority: Authority) -> bool:
    """Official name, status and links: the commission, the national or the validating coordinator."""
    if may_register(actor, authority):
        return True
    own = actor.administered
    return own is not None and own.coordinates() and authority.validating_coordinator == own.id


def may_edit(actor: Actor, authority: Authority) -> bool:
    """Everything else an authority says about itself, and its users: also its own administrator."""
    own = actor.administered
    return (own is not None and own.id == authority.id) or may_validate(actor, authority)


def demand(allowed: bool) -> None:
    """Turn a "no" of the rules above into the refusal `identity.forbidden`."""
    if not allowed:
        raise Refused("identity.forbidden")
