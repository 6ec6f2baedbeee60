"""The folder of published areas of a running system: filled from this release, added to by whoever publishes one."""

from pathlib import Path

from imi_contracts.areas.collection import package_folders
from imi_contracts.areas.install import install, is_installed
from imi_contracts.catalogue import CatalogueError, contracts_root
from imi_contracts.vocabularies import load_vocabularies
from imi_local.errors import StackError


def provision_areas(folder: Path) -> None:
    """Install the areas of this release; versions and areas that lie there already stay, unread when unchanged."""
    fresh = [p for p in package_folders(contracts_root() / "areas") if not is_installed(p, folder)]
    if not fresh:
        return
    vocabularies = load_vocabularies(contracts_root() / "vocabularies")
    for package in fresh:
        try:
            install(package, folder, vocabularies)
        except CatalogueError as error:
            raise StackError(f"The area {package.name} cannot be published in {folder}:\n{error}") from error
