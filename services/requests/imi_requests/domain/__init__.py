"""Rules of an information request as plain Python: no I/O, no framework."""
