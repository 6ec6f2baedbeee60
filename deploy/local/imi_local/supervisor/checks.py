"""What is looked at before anything is started, so that the message says what to do."""

import shutil
from pathlib import Path

from imi_local.errors import DiskFullError, PortInUseError, StackError
from imi_local.servers import ports

WANTED_MB = 1_000
MB = 1024 * 1024


def check_disk(folder: Path, wanted_mb: int = WANTED_MB) -> None:
    free_mb = shutil.disk_usage(folder).free // MB
    if free_mb < wanted_mb:
        raise DiskFullError(str(folder), free_mb, wanted_mb)


def check_port(port: int, host: str = ports.HOST) -> None:
    if not ports.is_free(port, host):
        raise PortInUseError(
            port,
            "the web pages",
            "Stop what uses it (`ss -ltnp` shows who), or choose another one with PORT=8081 make run.",
        )


def parse_port(text: str) -> int | None:
    """The PORT variable; empty means: the one used last time."""
    if not text:
        return None
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise StackError(f"PORT={text} is not a port number (1 to 65535).")
    return int(text)
