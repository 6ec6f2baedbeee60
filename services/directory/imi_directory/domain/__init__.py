"""Rules of the directory as plain Python."""
