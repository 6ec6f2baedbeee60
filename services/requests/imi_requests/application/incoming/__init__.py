"""One file per message from another service."""
