"""Register an authority: by the commission, or by the national coordinator of its state."""

from imi_contracts.errors import Refused
from imi_contracts.events.directory import AuthorityRegistered
from imi_directory.application.announce import announce_authority
from imi_directory.application.checks import actor_of, check_authority
from imi_directory.application.ports import Catalogue, DirectoryWork
from imi_directory.domain.authority import Authority
from imi_directory.domain.rights import Caller, demand, may_register


async def register_authority(
    authority: Authority, caller: Caller, catalogue: Catalogue, work: DirectoryWork
) -> Authority:
    demand(may_register(await actor_of(caller, work), authority))
    if await work.authorities.get(authority.id) is not None:
        raise Refused("directory.already_registered", pointer="/id")
    await check_authority(authority, catalogue, work)
    await work.authorities.add(authority)
    await announce_authority(AuthorityRegistered, authority, catalogue, work)
    return authority
