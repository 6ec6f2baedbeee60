"""The published areas that services work with: the newest version by id, and every older one by number."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from imi_contracts.areas.check import check_package
from imi_contracts.areas.manifest import MANIFEST
from imi_contracts.areas.model import Area
from imi_contracts.areas.package import Package, read_package, read_published
from imi_contracts.catalogue import Findings
from imi_contracts.vocabularies.model import Vocabularies


class PublishedAreas(Mapping[str, Area]):
    """A mapping from the area's id to its newest published version; `version` finds the one a request began with.

    Drafts are not in it. It never changes; a service that wants to follow the folder asks `AreaFolder`.
    """

    def __init__(self, versions: Mapping[str, Mapping[int, Area]]) -> None:
        self._versions = {
            area: MappingProxyType(dict(sorted(known.items()))) for area, known in versions.items() if known
        }

    def __getitem__(self, area_id: str) -> Area:
        versions = self._versions[area_id]
        return versions[max(versions)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __len__(self) -> int:
        return len(self._versions)

    def version(self, area_id: str, number: int) -> Area | None:
        """The version a running request keeps; None when it was never published here."""
        known = self._versions.get(area_id)
        return known.get(number) if known else None

    def versions(self, area_id: str) -> tuple[int, ...]:
        """The numbers of all published versions, oldest first; none for an unknown area."""
        return tuple(self._versions.get(area_id, ()))

    def all_versions(self) -> Iterator[Area]:
        """Every published version of every area."""
        for versions in self._versions.values():
            yield from versions.values()


def package_folders(root: Path) -> tuple[Path, ...]:
    """The folders below `root` that hold a published area; names with a dot are being installed."""
    found = (file.parent for file in sorted(root.glob(f"*/{MANIFEST}")))
    return tuple(folder for folder in found if not folder.name.startswith("."))


def load_areas(root: Path, vocabularies: Vocabularies) -> PublishedAreas:
    """Load every published version below `root`; raises CatalogueError naming file and line of what is wrong."""
    findings = Findings()
    packages = [read_published(folder, vocabularies, findings) for folder in package_folders(root)]
    findings.raise_if_any()
    return PublishedAreas({package.id: package.published for package in packages})


def load_area(folder: Path, vocabularies: Vocabularies) -> Area:
    """Load the working copy, draft or not, as authors and tests want it; services take `load_areas`."""
    area = load_package(folder, vocabularies).working
    if area is None:
        message = f"{folder} holds no area"
        raise ValueError(message)
    return area


def load_package(folder: Path, vocabularies: Vocabularies) -> Package:
    """Load a whole package; raises CatalogueError naming file and line of everything that is wrong in it."""
    findings = Findings()
    package = read_package(folder, vocabularies, findings)
    check_package(package, findings)
    findings.raise_if_any()
    return package
