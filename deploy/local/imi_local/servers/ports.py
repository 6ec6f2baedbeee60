"""Free TCP ports on the loopback address, below the range from which the kernel hands out client ports."""

import random
import socket
from contextlib import closing

HOST = "127.0.0.1"
TWIN_OFFSET = 10_000  # SeaweedFS opens a gRPC port at port + 10000, so both must be free
FIRST, LAST = 11_000, 21_999
ATTEMPTS = 500


def is_free(port: int, host: str = HOST) -> bool:
    """True when a server could listen there now (a port in TIME_WAIT counts as free)."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def pick_free(taken: set[int]) -> int:
    """A port that is free together with its twin and is not in `taken`."""
    for _ in range(ATTEMPTS):
        port = random.randint(FIRST, LAST)
        if port not in taken and is_free(port) and is_free(port + TWIN_OFFSET):
            return port
    raise OSError(f"no free port between {FIRST} and {LAST}")
