"""One file per command; each changes one request."""
