"""Register an official of an authority; the first one becomes its local data administrator."""

from imi_contracts.errors import Refused
from imi_contracts.events.directory import UserRegistered
from imi_directory.application.announce import announce_user
from imi_directory.application.checks import actor_of, check_user, known_authority
from imi_directory.application.ports import Catalogue, DirectoryWork
from imi_directory.domain.rights import Caller, demand, may_edit
from imi_directory.domain.user import User, check_roles


async def register_user(user: User, caller: Caller, catalogue: Catalogue, work: DirectoryWork) -> User:
    # Locked, so that of two first users only one is taken for the first.
    authority = await known_authority(user.authority, work, lock=True)
    demand(may_edit(await actor_of(caller, work), authority))
    if await work.users.get(user.id) is not None:
        raise Refused("directory.already_registered", pointer="/id")
    _, colleagues = await work.users.of(authority.id, page=1, size=1)
    check_roles(user, authority, first=colleagues == 0)
    check_user(user, catalogue)
    await work.users.add(user)
    announce_user(UserRegistered, user, authority.country, work)
    return user
