"""The reader's inbox."""

from __future__ import annotations

from imi_gateway.clients.calls import Caller, ServiceClient
from imi_gateway.clients.models import Listing, Notice

NOTICES_PER_PAGE = 20


class NotificationsClient(ServiceClient):
    """Notices of one person, newest first."""

    async def listing(
        self,
        person: Caller,
        language: str,
        *,
        page: int = 1,
        size: int = NOTICES_PER_PAGE,
        unread: bool = False,
    ) -> Listing[Notice]:
        query = {"page": page, "size": size, "lang": language, "unread": "true" if unread else ""}
        rows = await self.get(person, "/notices", **query)
        return Listing[Notice].model_validate(rows)

    async def unread(self, person: Caller) -> int:
        """How many notices wait to be read."""
        count: dict[str, int] = await self.get(person, "/notices/count")
        return count["unread"]

    async def read(self, person: Caller, key: str, notice: str) -> None:
        await self.command("POST", person, f"/notices/{notice}/read", key)

    async def read_all(self, person: Caller, key: str) -> None:
        await self.command("POST", person, "/notices/read-all", key)
