"""What is looked at before anything is started, so that the message says what to do."""

from imi_local.errors import PortInUseError, StackError
from imi_local.servers import ports


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
