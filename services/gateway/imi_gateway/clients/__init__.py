"""The services as the gateway sees them: typed calls on behalf of one person. Nobody else calls services."""

from imi_gateway.clients.calls import Caller
from imi_gateway.clients.directory import DirectoryClient
from imi_gateway.clients.notifications import NotificationsClient
from imi_gateway.clients.requests import RequestsClient
from imi_gateway.clients.services import Services
from imi_gateway.clients.statistics import StatisticsClient

__all__ = [
    "Caller",
    "DirectoryClient",
    "NotificationsClient",
    "RequestsClient",
    "Services",
    "StatisticsClient",
]
