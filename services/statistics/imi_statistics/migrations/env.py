"""Alembic's entry; the kit does the work."""

from imi_kit.sql.migrations import run_env

run_env()
