"""Change what the directory says of an authority; some of it is for its validating coordinator only."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from imi_contracts.events.directory import AuthorityChanged
from imi_directory.application.announce import announce_authority
from imi_directory.application.checks import actor_of, check_authority, check_version, known_authority
from imi_directory.application.ports import Catalogue, DirectoryWork
from imi_directory.domain.authority import Authority, Status
from imi_directory.domain.rights import Caller, demand, may_edit, may_validate

VALIDATED = frozenset({
    "official_name", "official_language", "kind", "areas", "coordination", "status", "training",
})  # fmt: skip
"""What an authority cannot change of itself, because others rely on its having been checked."""


@dataclass(frozen=True)
class ChangeAuthority:
    """`changes` are fields of the authority with their new values; `version` is the one the caller saw."""

    authority: UUID
    version: int
    changes: dict[str, Any]


async def change_authority(
    command: ChangeAuthority, caller: Caller, catalogue: Catalogue, work: DirectoryWork
) -> Authority:
    authority = await known_authority(command.authority, work, lock=True)
    allowed = may_validate if VALIDATED & command.changes.keys() else may_edit
    demand(allowed(await actor_of(caller, work), authority))
    check_version(command.version, authority.version)
    changes = dict(command.changes)
    if (status := changes.pop("status", None)) is not None:
        authority.move_to(Status(status))
    changed = replace(authority, **changes, version=authority.version + 1)
    await check_authority(changed, catalogue, work)
    await work.authorities.save(changed)
    await announce_authority(AuthorityChanged, changed, catalogue, work)
    return changed
