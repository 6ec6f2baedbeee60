"""Puts a package from any folder among the areas of a running system, without anybody ever seeing half of it."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from imi_contracts.areas.collection import load_package
from imi_contracts.areas.files import write_whole
from imi_contracts.areas.folder import broken_promises
from imi_contracts.areas.manifest import MANIFEST, read_manifest
from imi_contracts.areas.package import VERSIONS, WORKING_COPY, Package, read_package, read_published
from imi_contracts.catalogue import CatalogueError, Findings
from imi_contracts.vocabularies.model import Vocabularies


def install(package: Path, into: Path, vocabularies: Vocabularies) -> Package:
    """Validate the package and place its published versions below `into`; answers with what lies there now.

    Raises CatalogueError when anything in the package is wrong, when nothing in it is published, or when it would
    alter or drop a version that is published there. A new area appears by one rename. An area that is there gets
    its files one by one with the manifest last: every state between is the old package or the new one, because
    the new texts carry all wordings of the old versions.
    """
    source = package.resolve()
    target = into / source.name
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".installing-", dir=into) as staging:
        staged = Path(staging) / source.name
        _copy(source, staged)
        try:
            found = load_package(staged, vocabularies)
            _refuse_unfit(found, target)
        except CatalogueError as error:
            raise _named_by_author(error, staged, source) from error
        if not target.exists():
            staged.rename(target)
        elif target.resolve() != source:
            _update(staged, target, keep_draft=_has_newer_draft(target, found, vocabularies))
    return read_published(target, vocabularies, Findings())


def is_installed(package: Path, into: Path) -> bool:
    """Whether every file of the package lies there already, byte by byte."""
    target = into / package.name
    return all(
        (target / name).is_file() and (target / name).read_bytes() == (package / name).read_bytes()
        for name in _files(package)
    )


def _named_by_author(error: CatalogueError, staged: Path, source: Path) -> CatalogueError:
    """The same findings in the files the author knows, not in the copy that was tried."""
    return CatalogueError(
        tuple(
            replace(finding, file=source / finding.file.relative_to(staged))
            if finding.file.is_relative_to(staged)
            else finding
            for finding in error.findings
        )
    )


def _files(package: Path) -> Iterator[Path]:
    """The files of a package by their path in it, the manifest last."""
    for pattern in ("locale/*.pot", "locale/*.po", f"{VERSIONS}/*.yaml", WORKING_COPY, MANIFEST):
        yield from (file.relative_to(package) for file in sorted(package.glob(pattern)))


def _copy(package: Path, staged: Path) -> None:
    for name in _files(package):
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / name, staged / name)


def _refuse_unfit(package: Package, target: Path) -> None:
    findings = Findings()
    if not package.published:
        findings.add(package.folder / MANIFEST, 1, "Nothing is published in this package; publish it first.")
    there = read_manifest(target, findings)
    findings.extend(broken_promises(package, {number: entry.content for number, entry in there.items()}))
    findings.raise_if_any()


def _has_newer_draft(target: Path, package: Package, vocabularies: Vocabularies) -> bool:
    """Whether somebody works on a later version there; the package must not overwrite that work."""
    working = read_package(target, vocabularies, Findings()).working
    return working is not None and working.version > max(package.manifest)


def _update(staged: Path, target: Path, *, keep_draft: bool) -> None:
    for name in _files(staged):
        content = (staged / name).read_bytes()
        unchanged = (target / name).is_file() and (target / name).read_bytes() == content
        if not unchanged and not (keep_draft and name == Path(WORKING_COPY)):
            write_whole(target / name, content)
