"""Facts and figures in PostgreSQL, schemes from their file."""
