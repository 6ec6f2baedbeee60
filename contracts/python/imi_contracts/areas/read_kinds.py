"""Reads the kinds of request of area.yaml: which questions, which limit of the law, which suggested deadline."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from imi_contracts.areas.model import Deadlines, Kind, LegalBasis, Limit
from imi_contracts.catalogue.marked import Marked, join
from imi_contracts.vocabularies.enums import DayCount

DEFAULT_KIND = "information"
LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class KindReader:
    """Knows what kinds may refer to."""

    categories: tuple[str, ...]
    legal_bases: Mapping[str, LegalBasis]
    deadlines: Deadlines

    def read(self, root: Marked | None) -> Mapping[str, Kind]:
        """The kinds by id; an area that names none has one kind with all categories and no limit."""
        kinds: dict[str, Kind] = {}
        for item in root.sequence() if root else []:
            kind = self._read_kind(item)
            if kind.id in kinds:
                item.complain(f"The kind `{kind.id}` stands twice; give one of them another id.")
            kinds.setdefault(kind.id, kind)
        if root is not None:
            self._complain_about_unused(root, kinds)
        default = Kind(DEFAULT_KIND, self.categories, self.deadlines.suggested_days, implied=True)
        return MappingProxyType(kinds or {default.id: default})

    def _read_kind(self, item: Marked) -> Kind:
        parts = item.mapping(
            required=("id",), optional=("categories", "limit", "suggested_days", "reason_required")
        )
        limit = self._read_limit(parts["limit"]) if "limit" in parts else None
        return Kind(
            id=parts["id"].text() if "id" in parts else "",
            categories=self._read_categories(parts["categories"])
            if "categories" in parts
            else self.categories,
            suggested_days=self._read_suggested(item, parts, limit),
            limit=limit,
            reason_required=parts["reason_required"].boolean() if "reason_required" in parts else False,
        )

    def _read_categories(self, node: Marked) -> tuple[str, ...]:
        names = node.texts()
        for name in names:
            if name not in self.categories:
                node.complain(f"There is no category `{name}`; use one of {join(self.categories)}.")
        return names

    def _read_limit(self, node: Marked) -> Limit:
        parts = node.mapping(optional=("days", "count", "months", "legal_basis"))
        if ("months" in parts) == ("days" in parts) or ("days" in parts) != ("count" in parts):
            node.complain("A limit has `days` with `count`, or `months`; write one of the two.")
        basis = parts["legal_basis"].text() if "legal_basis" in parts else None
        if basis is not None and basis not in self.legal_bases:
            parts["legal_basis"].complain(
                f"There is no legal basis `{basis}`; use one of {join(tuple(self.legal_bases))}."
            )
        return Limit(
            parts["days"].integer(minimum=1) if "days" in parts else 1,
            parts["count"].one_of(DayCount, default=DayCount.WORKING_DAYS)
            if "count" in parts
            else DayCount.WORKING_DAYS,
            basis,
            parts["months"].integer(minimum=1) if "months" in parts else 0,
        )

    def _read_suggested(self, item: Marked, parts: Mapping[str, Marked], limit: Limit | None) -> int:
        node = parts.get("suggested_days")
        days = node.integer(minimum=1) if node else self.deadlines.suggested_days
        if limit and days > self._longest(limit):
            (node or item).complain(
                f"{days} suggested days are more than the limit of {limit.in_english}; write a smaller"
                " number of `suggested_days`."
            )
        return days

    def _longest(self, limit: Limit) -> float:
        """The most days, counted as suggestions are, that the limit can have: where in doubt, more rather than less."""
        if limit.months:
            return limit.months * LONGEST_MONTH
        in_working_days = (
            self.deadlines.count is DayCount.CALENDAR_DAYS and limit.count is DayCount.WORKING_DAYS
        )
        return math.inf if in_working_days else limit.days

    def _complain_about_unused(self, root: Marked, kinds: Mapping[str, Kind]) -> None:
        used = {category for kind in kinds.values() for category in kind.categories}
        for category in self.categories:
            if kinds and category not in used:
                root.complain(f"The category `{category}` is in no kind of request; add it to one.")


def read_only_in(node: Marked, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """The kinds named by `for`; an unknown one is a complaint."""
    names = node.texts()
    for name in names:
        if name not in kinds:
            node.complain(f"There is no kind of request `{name}`; use one of {join(tuple(kinds))}.")
    return names
