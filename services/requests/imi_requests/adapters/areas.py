"""The published areas of law, read once when the process starts."""

from pathlib import Path

from imi_contracts.areas import Area, load_areas
from imi_contracts.errors import Refused
from imi_contracts.vocabularies import load_vocabularies
from imi_requests.domain.request import Request


class PublishedAreas:
    """`contracts` is the folder with areas/ and vocabularies/."""

    def __init__(self, contracts: Path) -> None:
        vocabularies = load_vocabularies(contracts / "vocabularies")
        self._areas = load_areas(contracts / "areas", vocabularies)

    def newest(self, area: str) -> Area | None:
        return self._areas.get(area)

    def of(self, request: Request) -> Area:
        """Today each folder holds one version; it stands in for an older one until versions lie side by side."""
        area = self._areas.get(request.area)
        if area is None:
            raise Refused("area.unknown", area=request.area)
        return area
