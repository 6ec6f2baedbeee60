"""An authority, its areas, its coordination links and the steps of its registration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from imi_contracts.errors import Refused
from imi_contracts.vocabularies import AuthorityKind

COORDINATOR = "coordinator"
"""The role of an authority in an area in which it coordinates others; anything else is `authority`."""


class Status(StrEnum):
    INVITED = "invited"
    AWAITING_VALIDATION = "awaiting_validation"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    RETIRED = "retired"


# From each status, what may follow; a retired authority stays only because old requests refer to it.
STEPS: dict[Status, frozenset[Status]] = {
    Status.INVITED: frozenset({Status.AWAITING_VALIDATION, Status.ACTIVE, Status.RETIRED}),
    Status.AWAITING_VALIDATION: frozenset({Status.ACTIVE, Status.RETIRED}),
    Status.ACTIVE: frozenset({Status.SUSPENDED, Status.RETIRED}),
    Status.SUSPENDED: frozenset({Status.ACTIVE, Status.RETIRED}),
    Status.RETIRED: frozenset(),
}


class Link(StrEnum):
    """The four ways in which a coordinator is bound to an authority; all but validating are per area."""

    VALIDATING = "validating"
    ACCESS = "access"
    REQUEST = "request"
    LINKED = "linked"


@dataclass(frozen=True)
class Coordination:
    link: Link
    area: str | None
    coordinator: UUID


@dataclass
class Authority:
    """One registered body. `titles` and `descriptions` map a language to a text, `areas` an area to a role,
    `competences` a vocabulary (professions, activities, keywords, …) to codes of it; `kind` is a code of the
    vocabulary `authority-kinds`.
    """

    id: UUID
    country: str
    kind: str
    official_name: str
    official_language: str
    titles: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=dict)
    region: str | None = None
    city: str | None = None
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    languages: list[str] = field(default_factory=list)
    areas: dict[str, str] = field(default_factory=dict)
    competences: dict[str, list[str]] = field(default_factory=dict)
    coordination: list[Coordination] = field(default_factory=list)
    status: Status = Status.ACTIVE
    training: bool = False
    version: int = 1

    @property
    def national(self) -> bool:
        """Whether this is the national coordinator, the one body above all others of its state."""
        return self.kind == AuthorityKind.NIMIC

    def coordinates(self, area: str | None = None) -> bool:
        """Whether this body coordinates others in the area, or in any area when none is named."""
        if self.national:
            return True
        roles = self.areas.values() if area is None else [self.areas.get(area)]
        return COORDINATOR in roles

    @property
    def validating_coordinator(self) -> UUID | None:
        return next((c.coordinator for c in self.coordination if c.link is Link.VALIDATING), None)

    def move_to(self, status: Status) -> None:
        """Take the next step of registration; refused when the step is not in the table."""
        if status is self.status:
            return
        if status not in STEPS[self.status]:
            raise Refused(
                "directory.status_impossible",
                pointer="/status",
                current=self.status.value,
                wanted=status.value,
            )
        self.status = status


def check_coordination(authority: Authority, coordinators: Mapping[UUID, Authority]) -> None:
    """Refuse a set of links that leaves an active authority without the coordinators it must have.

    One validating coordinator, one access coordinator and at least one request coordinator per area; all of
    them coordinators of the same state. A national coordinator has nobody above it.
    """
    for index, link in enumerate(authority.coordination):
        _check_link(authority, link, coordinators.get(link.coordinator), f"/coordinators/{index}")
    if authority.national or authority.status is not Status.ACTIVE:
        return
    _demand_exactly_one(authority, Link.VALIDATING, None)
    for area in authority.areas:
        _demand_exactly_one(authority, Link.ACCESS, area)
        if not any(c.link is Link.REQUEST and c.area == area for c in authority.coordination):
            raise Refused(
                "directory.coordinator_missing", pointer="/coordinators", link=Link.REQUEST.value, area=area
            )


def _check_link(
    authority: Authority, link: Coordination, coordinator: Authority | None, pointer: str
) -> None:
    if coordinator is None or coordinator.id == authority.id:
        raise Refused("directory.coordinator_unknown", pointer=pointer)
    if not coordinator.coordinates(link.area) or coordinator.country != authority.country:
        raise Refused("directory.coordinator_unfit", pointer=pointer, name=coordinator.official_name)
    per_area = link.link is not Link.VALIDATING
    if per_area and link.area not in authority.areas:
        raise Refused("directory.area_missing", pointer=f"{pointer}/area", area=link.area)
    if not per_area and link.area is not None:
        raise Refused("directory.link_without_area", pointer=f"{pointer}/area")


def _demand_exactly_one(authority: Authority, link: Link, area: str | None) -> None:
    count = sum(1 for c in authority.coordination if c.link is link and c.area == area)
    if count == 0:
        raise Refused(
            "directory.coordinator_missing", pointer="/coordinators", link=link.value, area=area or "*"
        )
    if count > 1:
        raise Refused(
            "directory.coordinator_double", pointer="/coordinators", link=link.value, area=area or "*"
        )
