"""The events of the directory, made from the state after the change, and the search kept in step."""

from uuid import UUID

from imi_contracts.events.directory import (
    AuthorityChanged,
    AuthorityRegistered,
    UserChanged,
    UserRegistered,
)
from imi_directory.application.ports import Catalogue, DirectoryWork
from imi_directory.application.search_document import documents, is_listed
from imi_directory.domain.authority import Authority
from imi_directory.domain.user import User


async def announce_authority(
    event: type[AuthorityRegistered] | type[AuthorityChanged],
    authority: Authority,
    catalogue: Catalogue,
    work: DirectoryWork,
) -> None:
    """Tell the other services, and let the search know what it now says of itself."""
    await index_authority(authority, catalogue, work)
    fact = event(
        authority_id=authority.id,
        country=authority.country,
        official_name=authority.official_name,
        official_language=authority.official_language,
        titles=authority.titles,
        languages=authority.languages,
        areas=authority.areas,
        status=authority.status.value,
    )
    work.publish(fact, subject=authority.id, sequence=authority.version)


async def index_authority(authority: Authority, catalogue: Catalogue, work: DirectoryWork) -> None:
    """Write down in all languages by which words the authority is found."""
    found_as = documents(authority, catalogue.vocabularies, catalogue.languages)
    await work.search.put(authority, found_as if is_listed(authority) else [], catalogue.fingerprint)


def announce_user(
    event: type[UserRegistered] | type[UserChanged], user: User, country: str, work: DirectoryWork
) -> UUID:
    fact = event(
        user_id=user.id,
        name=user.name,
        email=user.email,
        language=user.language,
        authority_id=user.authority,
        country=country,
        roles={area: [role.value for role in roles] for area, roles in user.roles.items()},
        active=user.active,
    )
    work.publish(fact, subject=user.id, sequence=user.version)
    return user.id
