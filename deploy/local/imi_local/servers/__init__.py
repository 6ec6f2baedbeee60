"""Private copies of the four servers; any of them is replaced by a URL in the environment."""

from imi_local.servers.fleet import ServerSet

__all__ = ["ServerSet"]
