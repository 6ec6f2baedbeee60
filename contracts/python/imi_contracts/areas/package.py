"""An area's folder as a whole: the working copy, every published version, and the texts they share."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from imi_contracts.areas.frozen import what_was_edited
from imi_contracts.areas.manifest import PublishedVersion, read_manifest
from imi_contracts.areas.model import Area
from imi_contracts.areas.structure import read_structure
from imi_contracts.catalogue import Findings, Texts, load_texts
from imi_contracts.vocabularies.model import Vocabularies

WORKING_COPY = "area.yaml"
VERSIONS = "versions"


@dataclass(frozen=True, slots=True)
class Package:
    """`published` holds every readable published version by number, `working` what stands in area.yaml."""

    folder: Path
    texts: Texts
    manifest: Mapping[int, PublishedVersion]
    published: Mapping[int, Area]
    working: Area | None = None

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def areas(self) -> Iterator[Area]:
        """Every version there is; the working copy comes last."""
        yield from self.published.values()
        if self.working is not None:
            yield self.working

    @property
    def newest(self) -> Area | None:
        """The newest published version."""
        return self.published[max(self.published)] if self.published else None


def version_file(folder: Path, version: int) -> Path:
    return folder / VERSIONS / f"{version}.yaml"


def read_published(
    folder: Path, vocabularies: Vocabularies, findings: Findings, languages: Collection[str] | None = None
) -> Package:
    """What services need: the published versions. Drafts are not even opened, translations are not judged.

    `languages` as in `load_texts`.
    """
    manifest = read_manifest(folder, findings)
    of_texts = Findings()
    texts = load_texts(folder / "locale", folder.name, of_texts, languages) if manifest else Texts()
    findings.extend(finding for finding in of_texts if finding.file.suffix != ".po")
    return Package(folder, texts, manifest, _read_versions(folder, manifest, texts, vocabularies, findings))


def read_package(folder: Path, vocabularies: Vocabularies, findings: Findings) -> Package:
    """Everything in the folder, for those who write areas; what is wrong goes to `findings`."""
    manifest = read_manifest(folder, findings)
    texts = load_texts(folder / "locale", folder.name, findings)
    published = _read_versions(folder, manifest, texts, vocabularies, findings)
    working = read_structure(folder / WORKING_COPY, folder.name, texts, vocabularies, findings)
    return Package(folder, texts, manifest, published, working)


def _read_versions(
    folder: Path,
    manifest: Mapping[int, PublishedVersion],
    texts: Texts,
    vocabularies: Vocabularies,
    findings: Findings,
) -> dict[int, Area]:
    published: dict[int, Area] = {}
    for version, entry in sorted(manifest.items()):
        file = version_file(folder, version)
        area = read_structure(file, folder.name, texts, vocabularies, findings)
        if area is None:
            continue
        published[version] = area
        if area.version != version:
            findings.add(file, 1, f"This is the file of version {version}; write `version: {version}`.")
        elif area.content_hash != entry.content:
            edited = what_was_edited(file, area, texts, entry.content, max(manifest) + 1)
            entry.place.complain(
                f"Version {version} is published and frozen, but versions/{version}.yaml or an English text it"
                f" uses was edited; undo the edit. A new wording gets a key of its own, like"
                f" `question.1.1@{max(manifest) + 1}`; a new structure goes into a new version of area.yaml.{edited}"
            )
    return published
