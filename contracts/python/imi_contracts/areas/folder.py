"""The folder of areas as a running service sees it: what changes is read again, what is broken changes nothing."""

import os
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from imi_contracts.areas.collection import PublishedAreas, package_folders
from imi_contracts.areas.manifest import MANIFEST
from imi_contracts.areas.model import Area
from imi_contracts.areas.package import VERSIONS, WORKING_COPY, Package, read_published
from imi_contracts.catalogue import Finding, Findings
from imi_contracts.vocabularies.load import read_vocabularies
from imi_contracts.vocabularies.model import Vocabularies

Fingerprint = frozenset[tuple[str, int, int, int]]
_DATA = (".yaml", ".po", ".pot")


@dataclass(frozen=True, slots=True)
class Reload:
    """What one look at the folder brought: ids of areas that are new or changed, and what could not be taken over."""

    changed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.findings)


@dataclass(frozen=True, slots=True)
class _Known:
    fingerprint: Fingerprint
    versions: Mapping[int, Area] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _State:
    """Replaced as a whole, so that a reader in another thread never sees half of a change."""

    vocabularies: Vocabularies
    areas: PublishedAreas


class AreaFolder:
    """The published areas below `contracts/areas` with the vocabularies beside; `refresh` follows the files.

    `areas` and `vocabularies` may be read from any thread at any time and answer at once. `refresh` is meant for a
    tick of one or two seconds: it looks at names, sizes and times of files, and reads only packages that changed.
    A package that is broken, that alters or drops a published version, or whose folder vanished keeps the state it
    had; a new broken package is not there yet. Raises CatalogueError at the start when the vocabularies are broken.
    `languages` are those of the texts that are needed beside English; all when nothing is said.
    """

    def __init__(
        self, contracts: Path, *, areas: Path | None = None, languages: Collection[str] | None = None
    ) -> None:
        self._languages = languages
        self._areas_folder = areas or contracts / "areas"
        self._vocabularies_folder = contracts / "vocabularies"
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}
        findings = Findings()
        self._vocabularies_seen = fingerprint(self._vocabularies_folder)
        vocabularies = read_vocabularies(self._vocabularies_folder, findings, languages)
        findings.raise_if_any()
        self._state = _State(vocabularies, PublishedAreas({}))
        self.started_with = self.refresh()

    @property
    def areas(self) -> PublishedAreas:
        """The published areas as they are now; keep the answer for as long as one piece of work lasts."""
        return self._state.areas

    @property
    def vocabularies(self) -> Vocabularies:
        return self._state.vocabularies

    def refresh(self) -> Reload:
        """Read again what changed on disk since the last look; findings are told once, not at every tick."""
        with self._lock:
            findings = Findings()
            vocabularies = self._fresh_vocabularies(findings)
            changed = self._fresh_packages(vocabularies, findings)
            if changed or vocabularies is not self._state.vocabularies:
                versions = {area: known.versions for area, known in self._known.items()}
                self._state = _State(vocabularies, PublishedAreas(versions))
            return Reload(tuple(changed), tuple(findings))

    def _fresh_vocabularies(self, findings: Findings) -> Vocabularies:
        seen = fingerprint(self._vocabularies_folder)
        if seen == self._vocabularies_seen:
            return self._state.vocabularies
        self._vocabularies_seen = seen
        of_files = Findings()
        vocabularies = read_vocabularies(self._vocabularies_folder, of_files, self._languages)
        findings.extend(of_files)
        return self._state.vocabularies if of_files else vocabularies

    def _fresh_packages(self, vocabularies: Vocabularies, findings: Findings) -> list[str]:
        changed = []
        folders = {folder.name: folder for folder in package_folders(self._areas_folder)}
        for area_id, folder in folders.items():
            known, seen = self._known.get(area_id), fingerprint(folder, without=WORKING_COPY)
            if known and known.fingerprint == seen and vocabularies is self._state.vocabularies:
                continue
            versions = self._read(folder, vocabularies, findings)
            if versions is not None:
                changed.append(area_id)
            kept = known.versions if known else {}
            self._known[area_id] = _Known(seen, kept if versions is None else versions)
        for area_id in self._known.keys() - folders.keys():
            self._report_vanished(area_id, findings)
        return changed

    def _read(
        self, folder: Path, vocabularies: Vocabularies, findings: Findings
    ) -> Mapping[int, Area] | None:
        """The versions of a package, None (and findings) when it must not replace what is served."""
        of_package = Findings()
        package = read_published(folder, vocabularies, of_package, self._languages)
        known = self._known.get(folder.name)
        if known is not None:
            promised = {number: area.content_hash for number, area in known.versions.items()}
            of_package.extend(broken_promises(package, promised))
        findings.extend(of_package)
        return None if of_package else package.published

    def _report_vanished(self, area_id: str, findings: Findings) -> None:
        known = self._known[area_id]
        if known.fingerprint:  # an empty one has been reported
            file = self._areas_folder / area_id / MANIFEST
            findings.add(
                file, 1, "This package is gone; its area stays in use until the service is restarted."
            )
            self._known[area_id] = _Known(frozenset(), known.versions)


def fingerprint(folder: Path, *, without: str | None = None) -> Fingerprint:
    """Names, sizes and times of the data files a service reads; equal while nothing was written."""
    return frozenset(state for state in _states(folder, "") if state[0] != without)


def _states(folder: Path, prefix: str) -> Iterator[tuple[str, int, int, int]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # renamed away this very moment; the next look sees what became of it
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.name.endswith(_DATA):
            yield from _states(Path(entry.path), f"{prefix}{entry.name}/") if entry.is_dir() else ()
            continue
        try:
            state = entry.stat()
        except OSError:
            continue
        yield f"{prefix}{entry.name}", state.st_mtime_ns, state.st_size, state.st_ino


def broken_promises(package: Package, promised: Mapping[int, str]) -> Iterator[Finding]:
    """Published versions (number → content hash) that this package no longer holds, or holds with another content."""
    manifest = package.folder / MANIFEST
    for version, content in sorted(promised.items()):
        entry = package.manifest.get(version)
        if entry is None:
            message = f"Version {version} is published and in use, but is missing here; put it back."
            yield Finding(manifest, 1, message)
        elif entry.content != content:
            yield Finding(
                manifest,
                entry.place.line,
                f"Version {version} is published and in use with another content; restore"
                f" {VERSIONS}/{version}.yaml and its English texts, and publish changes as a new version.",
            )
