"""A refusal as single problems: services list everything that is wrong at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imi_contracts.areas import Problem

if TYPE_CHECKING:
    from imi_contracts.errors import Refused


def problems_of(refusal: Refused) -> list[Problem]:
    """What params.problems lists, else the refusal itself if it points to a field, else nothing."""
    listed = refusal.params.get("problems")
    if isinstance(listed, list):
        return [Problem(p["code"], p.get("pointer") or "", p.get("params") or {}) for p in listed]
    return [Problem(refusal.code, refusal.pointer, refusal.params)] if refusal.pointer else []
