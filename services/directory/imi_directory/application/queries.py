"""Reading: everybody who is known may search and look at authorities; officials are for their administrators."""

from dataclasses import dataclass
from uuid import UUID

from imi_directory.application.checks import actor_of, known_authority
from imi_directory.application.ports import DirectoryWork
from imi_directory.application.search_query import SearchQuery
from imi_directory.domain.authority import Authority
from imi_directory.domain.rights import Caller, demand, may_edit
from imi_directory.domain.user import User


@dataclass(frozen=True)
class AuthorityDetails:
    authority: Authority
    coordinators: dict[UUID, Authority]


async def find_authorities(query: SearchQuery, work: DirectoryWork) -> tuple[list[Authority], int]:
    found = await work.search.find(query)
    authorities = await work.authorities.many(found.ids)
    return [authorities[id_] for id_ in found.ids if id_ in authorities], found.total


async def authority_details(authority_id: UUID, work: DirectoryWork) -> AuthorityDetails:
    authority = await known_authority(authority_id, work)
    ids = sorted({link.coordinator for link in authority.coordination})
    return AuthorityDetails(authority, await work.authorities.many(ids))


async def users_of(
    authority_id: UUID, caller: Caller, work: DirectoryWork, *, page: int, size: int
) -> tuple[list[User], int]:
    authority = await known_authority(authority_id, work)
    demand(may_edit(await actor_of(caller, work), authority))
    return await work.users.of(authority_id, page=page, size=size)
