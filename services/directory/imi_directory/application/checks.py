"""Checks that every command of the directory makes: who acts, and whether all codes exist."""

from collections.abc import Container, Iterable
from uuid import UUID

from imi_contracts.errors import Refused
from imi_directory.application.ports import Catalogue, DirectoryWork
from imi_directory.domain.authority import Authority, check_coordination
from imi_directory.domain.rights import Actor, Caller
from imi_directory.domain.user import User


async def actor_of(caller: Caller, work: DirectoryWork) -> Actor:
    """The caller as the rules see it: with the authority it administers, as it stands now."""
    if not caller.administers or caller.authority is None:
        return Actor(commission=caller.commission)
    return Actor(caller.commission, await work.authorities.get(caller.authority))


async def known_authority(authority_id: UUID, work: DirectoryWork, *, lock: bool = False) -> Authority:
    authority = await work.authorities.get(authority_id, lock=lock)
    if authority is None:
        raise Refused("resource.not_found")
    return authority


async def check_authority(authority: Authority, catalogue: Catalogue, work: DirectoryWork) -> None:
    """Refuse unknown codes and impossible coordination links."""
    vocabularies = catalogue.vocabularies
    _known([authority.country], vocabularies["states"], "/country")
    _known([authority.kind], vocabularies["authority-kinds"], "/kind")
    _known(authority.languages, vocabularies["languages"], "/languages")
    _known(authority.titles, vocabularies["languages"], "/titles")
    _known(authority.competences, vocabularies, "/competences")
    for name, codes in authority.competences.items():
        _known(codes, vocabularies[name], f"/competences/{name}")
    _known(authority.areas, catalogue.areas(), "/areas")
    ids = {link.coordinator for link in authority.coordination}
    check_coordination(authority, await work.authorities.many(sorted(ids)))


def check_user(user: User, catalogue: Catalogue) -> None:
    _known([user.language], catalogue.vocabularies["languages"], "/language")


def check_version(known: int, current: int) -> None:
    if known != current:
        raise Refused("directory.version_outdated", pointer="/version", current=current)


def _known(codes: Iterable[str], known: Container[str], pointer: str) -> None:
    for code in codes:
        if code not in known:
            raise Refused("directory.code_unknown", pointer=pointer, value=code)
