"""The folder of areas as an operator fills it: read when a file changes, one broken area harms no other."""

from pathlib import Path

from imi_contracts.areas import Area, load_area
from imi_contracts.catalogue import CatalogueError
from imi_contracts.vocabularies import load_vocabularies
from imi_kit.telemetry import get_logger

log = get_logger("areas")
Signature = frozenset[tuple[str, int, int]]


class AreaFolders:
    """`contracts` is the folder that holds areas/ and vocabularies/."""

    def __init__(self, contracts: Path) -> None:
        self._contracts = contracts
        self._read_last: Signature | None = None
        self._published: Signature | None = None

    def read_if_changed(self) -> list[Area]:
        """All valid areas, or nothing when no file changed since what `done` was said of."""
        self._read_last = self._signature()
        return [] if self._read_last == self._published else self._read()

    def done(self) -> None:
        """What was read last has been published."""
        self._published = self._read_last

    def _read(self) -> list[Area]:
        try:
            vocabularies = load_vocabularies(self._contracts / "vocabularies")
        except CatalogueError as error:
            log.error("vocabularies_invalid", findings=str(error))  # noqa: TRY400  (the findings say it all)
            return []
        areas: list[Area] = []
        for file in sorted((self._contracts / "areas").glob("*/area.yaml")):
            try:
                areas.append(load_area(file.parent, vocabularies))
            except (CatalogueError, ValueError) as error:
                log.error("area_invalid", area=file.parent.name, findings=str(error))  # noqa: TRY400
        return areas

    def _signature(self) -> Signature:
        files = [
            file
            for folder in ("areas", "vocabularies")
            for file in (self._contracts / folder).rglob("*")
            if file.suffix in {".yaml", ".po", ".pot"}
        ]
        states = ((str(file), file.stat()) for file in files)
        return frozenset((name, state.st_mtime_ns, state.st_size) for name, state in states)
