"""Failures that the person at the keyboard can do something about."""


class StackError(Exception):
    """Says what went wrong and, in the same breath, what to do about it."""


class PortInUseError(StackError):
    def __init__(self, port: int, what: str, remedy: str) -> None:
        super().__init__(f"Port {port} is already in use; it is wanted for {what}. {remedy}")
        self.port = port


class PackageSourceError(StackError):
    """A package (Debian, Python) could not be fetched."""


class DiskFullError(StackError):
    def __init__(self, folder: str, free_mb: int, wanted_mb: int) -> None:
        super().__init__(
            f"Only {free_mb} MB are free on the disk of {folder}; the stack needs {wanted_mb} MB. "
            "Free some space, or put the state elsewhere with IMI_RUN_DIR=/path make run."
        )


class StoppedError(StackError):
    """Somebody asked the stack to stop while it was starting; nothing is wrong."""
