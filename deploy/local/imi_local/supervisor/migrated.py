"""Remembers beside a private store which code brought it up to date, so that a second start need not ask again."""

import hashlib
from pathlib import Path

from imi_local.provision.accounts import DOCUMENT_SERVICES

REPOSITORY = Path(__file__).resolve().parents[4]


class MigrationNote:
    """Lies inside the store's own folder: who deletes the data deletes the note. A given server has none."""

    def __init__(self, service: str, run_dir: Path, *, own_store: bool) -> None:
        store = "mongodb" if service in DOCUMENT_SERVICES else "postgres"
        self._file = run_dir / store / f"migrated-{service}" if own_store else None
        self._service = service

    def is_current(self) -> bool:
        return bool(self._file and self._file.exists() and self._file.read_text() == digest(self._service))

    def write(self) -> None:
        if self._file and self._file.parent.exists():
            self._file.write_text(digest(self._service))


def digest(service: str) -> str:
    """Of all that a migration may read: the service's code, the kit, the contracts."""
    found = hashlib.sha256()
    for folder in (f"services/{service}/imi_{service}", "services/kit/imi_kit", "contracts"):
        for file in sorted((REPOSITORY / folder).rglob("*")):
            if file.is_file() and file.suffix in {".py", ".yaml", ".po", ".sql", ".json"}:
                found.update(f"{file.relative_to(REPOSITORY)}\0".encode() + file.read_bytes())
    return found.hexdigest()
