"""Change an official's name, address, language, roles, or whether the official still works there."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from imi_contracts.errors import Refused
from imi_contracts.events.directory import UserChanged
from imi_directory.application.announce import announce_user
from imi_directory.application.checks import actor_of, check_user, check_version, known_authority
from imi_directory.application.ports import Catalogue, DirectoryWork
from imi_directory.domain.rights import Caller, demand, may_edit
from imi_directory.domain.user import User, check_roles


@dataclass(frozen=True)
class ChangeUser:
    """`changes` are fields of the user with their new values; `version` is the one the caller saw."""

    user: UUID
    version: int
    changes: dict[str, Any]


async def change_user(command: ChangeUser, caller: Caller, catalogue: Catalogue, work: DirectoryWork) -> User:
    user = await work.users.get(command.user, lock=True)
    if user is None:
        raise Refused("resource.not_found")
    authority = await known_authority(user.authority, work)
    demand(may_edit(await actor_of(caller, work), authority))
    check_version(command.version, user.version)
    changed = replace(user, **command.changes, version=user.version + 1)
    check_roles(changed, authority, first=False)
    check_user(changed, catalogue)
    await work.users.save(changed)
    announce_user(UserChanged, changed, authority.country, work)
    return changed
