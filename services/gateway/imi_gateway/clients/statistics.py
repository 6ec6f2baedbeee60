"""The scoreboard."""

from __future__ import annotations

from imi_gateway.clients.calls import Caller, ServiceClient
from imi_gateway.clients.models import Scoreboard


class StatisticsClient(ServiceClient):
    """Indicators by country for an area and a period."""

    async def scoreboard(
        self, person: Caller, *, area: str = "", begin: str = "", end: str = ""
    ) -> Scoreboard:
        rows = await self.get(person, "/scoreboard", area=area, **{"from": begin, "to": end})
        return Scoreboard.model_validate(rows)
