"""Who takes part: authorities, and (only for those who need them) the people who work in them."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from imi_contracts.codes import AreaCode, Code, CountryCode, LanguageCode
from imi_contracts.messages import Event, event


class _Authority(Event):
    """The whole public record of an authority, so that a reader needs no earlier event."""

    authority_id: UUID
    country: CountryCode
    official_name: str = Field(max_length=300)
    official_language: LanguageCode
    titles: dict[LanguageCode, str] = Field(description="informal title per language")
    languages: list[LanguageCode] = Field(description="languages its users understand, best first")
    areas: dict[AreaCode, Code] = Field(
        description="role of the authority per area: authority or coordinator"
    )
    status: Literal["invited", "awaiting_validation", "active", "suspended", "retired"]


@event
class AuthorityRegistered(_Authority):
    type = "directory.authority.registered.v1"


@event
class AuthorityChanged(_Authority):
    type = "directory.authority.changed.v1"


class _User(Event):
    """An official; bound only by the services that log people in or write to them."""

    user_id: UUID
    name: str = Field(max_length=200)
    email: str = Field(max_length=320)
    language: LanguageCode
    authority_id: UUID
    country: CountryCode
    roles: dict[AreaCode, list[Code]]
    active: bool


@event
class UserRegistered(_User):
    type = "directory.user.registered.v1"


@event
class UserChanged(_User):
    type = "directory.user.changed.v1"
