"""Case numbers: one readable number for the whole life of a request, e.g. EX-2026-000123."""

import re

_NUMBER = re.compile(r"EX-(\d{4})-(\d{6,})")


def format_number(year: int, running: int) -> str:
    """The number of the `running`-th request of a year, counted from 1."""
    return f"EX-{year:04d}-{running:06d}"


def parse_number(number: str) -> tuple[int, int] | None:
    """Year and running number, or None for anything that is no case number."""
    found = _NUMBER.fullmatch(number)
    return (int(found[1]), int(found[2])) if found else None
