"""The published areas of law as the folder holds them now, and each request's own version."""

from imi_contracts.areas import Area, AreaFolder
from imi_contracts.errors import Refused
from imi_requests.domain.request import Request


class PublishedAreas:
    """Whoever owns the folder keeps it fresh (`imi_kit.reload.Reloader`)."""

    def __init__(self, folder: AreaFolder) -> None:
        self._folder = folder

    def newest(self, area: str) -> Area | None:
        return self._folder.areas.get(area)

    def of(self, request: Request) -> Area:
        """The version the request was begun with; a published version is never dropped while it is in use."""
        area = self._folder.areas.version(request.area, request.area_version)
        if area is None:
            raise Refused("area.unknown", area=request.area)
        return area
