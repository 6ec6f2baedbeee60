"""All clients together, over one connection pool."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from imi_gateway.clients.directory import DirectoryClient
from imi_gateway.clients.notifications import NotificationsClient
from imi_gateway.clients.requests import RequestsClient
from imi_gateway.clients.statistics import StatisticsClient
from imi_kit.identity import TokenSigner

LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=50)


@dataclass(frozen=True)
class Services:
    """What `app.state.services` holds; close it when the process ends."""

    http: httpx.AsyncClient
    directory: DirectoryClient
    requests: RequestsClient
    notifications: NotificationsClient
    statistics: StatisticsClient

    @classmethod
    def connect(
        cls, signer: TokenSigner, *, directory: str, requests: str, notifications: str, statistics: str
    ) -> Services:
        """Addresses are the services' base URLs; nothing is opened before the first call."""
        http = httpx.AsyncClient(limits=LIMITS, follow_redirects=False, trust_env=False)
        return cls(
            http,
            DirectoryClient(http, directory, signer),
            RequestsClient(http, requests, signer),
            NotificationsClient(http, notifications, signer),
            StatisticsClient(http, statistics, signer),
        )

    async def close(self) -> None:
        await self.http.aclose()
