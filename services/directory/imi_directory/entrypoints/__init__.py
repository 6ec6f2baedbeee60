"""HTTP; the directory consumes no events."""
