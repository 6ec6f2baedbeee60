"""Publishing freezes the working copy as a version of its own beside the earlier ones."""

from collections.abc import Iterable
from pathlib import Path

from imi_contracts.areas.collection import load_package
from imi_contracts.areas.completeness import Completeness, completeness
from imi_contracts.areas.files import write_whole
from imi_contracts.areas.manifest import add_to_manifest
from imi_contracts.areas.model import Area
from imi_contracts.areas.package import WORKING_COPY, version_file
from imi_contracts.vocabularies.model import Vocabularies

_SCHEMA_BESIDE = b"$schema=../area.schema.json"
_SCHEMA_ABOVE = b"$schema=../../area.schema.json"


class IncompleteError(ValueError):
    """An area cannot be published as complete; `lines` say which languages lack which texts."""

    def __init__(self, lines: tuple[Completeness, ...]) -> None:
        super().__init__(", ".join(f"{line.language}: {len(line.missing)} missing" for line in lines))
        self.lines = lines


def incomplete(area: Area, languages: Iterable[str]) -> tuple[Completeness, ...]:
    """The languages in which texts of this version are missing."""
    return tuple(line for line in completeness(area, languages) if line.missing)


def publish(
    folder: Path, vocabularies: Vocabularies, on: str, *, languages: Iterable[str] = ()
) -> tuple[Area, bool]:
    """Freeze the working copy; (area, False) when this version is published already.

    Raises CatalogueError when anything is wrong or a text has no English, and IncompleteError when a text lacks
    one of `languages`. The manifest is written last: before that nobody sees the version.
    """
    package = load_package(folder, vocabularies)
    area = package.working
    if area is None:
        message = f"{folder} holds no area"
        raise ValueError(message)
    if area.version in package.manifest:
        return area, False
    lacking = incomplete(area, languages)
    if lacking:
        raise IncompleteError(lacking)
    structure = (folder / WORKING_COPY).read_bytes().replace(_SCHEMA_BESIDE, _SCHEMA_ABOVE)
    write_whole(version_file(folder, area.version), structure)
    add_to_manifest(folder, area.version, area.content_hash, on)
    return area, True
