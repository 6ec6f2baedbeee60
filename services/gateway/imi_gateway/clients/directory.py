"""The directory: finding authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imi_gateway.clients.calls import Caller, ServiceClient
from imi_gateway.clients.models import Authority, AuthorityCard, Listing

if TYPE_CHECKING:
    from uuid import UUID

RESULTS_PER_PAGE = 10


class DirectoryClient(ServiceClient):
    """Search and single authorities, in the reader's language."""

    async def search(
        self,
        person: Caller,
        *,
        language: str,
        q: str = "",
        country: str = "",
        area: str = "",
        competence: str = "",
        page: int = 1,
    ) -> Listing[AuthorityCard]:
        found = await self.get(
            person,
            "/authorities",
            q=q,
            lang=language,
            country=country,
            area=area,
            competence=competence,
            page=page,
            size=RESULTS_PER_PAGE,
        )
        return Listing[AuthorityCard].model_validate(found)

    async def authority(self, person: Caller, authority: UUID, language: str) -> Authority:
        """Raises Refused("resource.not_found")."""
        return Authority.model_validate(await self.get(person, f"/authorities/{authority}", lang=language))
