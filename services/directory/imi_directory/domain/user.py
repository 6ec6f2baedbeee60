"""An official and the roles held per policy area."""

from dataclasses import dataclass, field
from uuid import UUID

from imi_contracts.errors import Refused
from imi_contracts.vocabularies import Role
from imi_directory.domain.authority import Authority

ALL_AREAS = "*"


FIRST_USER = {
    ALL_AREAS: [Role.BASIC_USER, Role.REQUEST_HANDLER, Role.ALLOCATOR, Role.LOCAL_DATA_ADMINISTRATOR]
}


@dataclass
class User:
    """A person working in an authority; `roles` maps an area (or "*" for all) to the roles held there."""

    id: UUID
    authority: UUID
    name: str
    email: str
    language: str
    roles: dict[str, list[Role]] = field(default_factory=dict)
    active: bool = True
    version: int = 1


def check_roles(user: User, authority: Authority, *, first: bool) -> None:
    """Complete and check a user's roles; the first user of an authority gets all rights when none are named.

    Referral is the business of coordinators, and nobody has a role in an area where the authority has none.
    """
    if first and not user.roles:
        user.roles = {area: list(roles) for area, roles in FIRST_USER.items()}
    for area, roles in user.roles.items():
        if area != ALL_AREAS and area not in authority.areas:
            raise Refused("directory.area_missing", pointer=f"/roles/{area}", area=area)
        if Role.REFERRAL_HANDLER in roles and not authority.coordinates():
            raise Refused("directory.role_unfit", pointer=f"/roles/{area}", role=Role.REFERRAL_HANDLER.value)
    if first and not any(Role.LOCAL_DATA_ADMINISTRATOR in roles for roles in user.roles.values()):
        raise Refused("directory.first_user_administers", pointer="/roles")
