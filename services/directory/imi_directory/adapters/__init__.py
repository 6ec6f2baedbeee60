"""PostgreSQL behind the directory."""
