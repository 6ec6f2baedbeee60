"""Is there room? Asked before anything is downloaded or started. Standard library only."""

import shutil
from pathlib import Path

from imi_local.errors import DiskFullError

WANTED_MB = 1_000
MB = 1024 * 1024


def check_disk(folder: Path, wanted_mb: int = WANTED_MB) -> None:
    """Raises DiskFullError when less is free where `folder` is, or will be."""
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free_mb = shutil.disk_usage(existing).free // MB
    if free_mb < wanted_mb:
        raise DiskFullError(str(folder), free_mb, wanted_mb)
