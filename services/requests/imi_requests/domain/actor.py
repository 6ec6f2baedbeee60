"""Who acts: a person for an authority, or a state's own system for all authorities of its country."""

from dataclasses import dataclass, field
from uuid import UUID

from imi_contracts.vocabularies.enums import Role

ALL_AREAS = "*"


@dataclass(frozen=True)
class Actor:
    """`subject` names person or system in the audit; `roles` maps an area (or "*") to role codes."""

    subject: str
    country: str
    authority: UUID | None = None
    is_system: bool = False
    language: str = "en"
    roles: dict[str, list[str]] = field(default_factory=dict)

    def roles_in(self, area: str) -> frozenset[str]:
        """Roles held in this area of law. A state's own system does what its request handlers may do."""
        if self.is_system:
            return frozenset({Role.REQUEST_HANDLER})
        return frozenset([*self.roles.get(area, ()), *self.roles.get(ALL_AREAS, ())])

    def areas(self) -> frozenset[str] | None:
        """The areas in which anything may be seen; None stands for all."""
        if self.is_system or self.roles.get(ALL_AREAS):
            return None
        return frozenset(area for area, roles in self.roles.items() if roles)
