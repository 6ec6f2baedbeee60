"""Kinds of request: how a page offers them, which limit the law sets, and what a change of kind leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from imi_contracts.areas.values import parse_date
from imi_contracts.vocabularies.enums import DayCount
from imi_contracts.working_days import last_day, last_day_within

if TYPE_CHECKING:
    from imi_contracts.areas import Area, Kind
    from imi_contracts.areas import Limit as LegalLimit
    from imi_gateway.clients.models import RequestView
    from imi_gateway.web.i18n import Interface


@dataclass(frozen=True)
class KindView:
    """One kind of request as a card of the form."""

    id: str
    label: str
    lang: str
    help: str
    help_lang: str
    limit: str
    reason_required: bool


class Fitted(NamedTuple):
    """A draft after a change of its kind; `dropped` names the form fields that did not fit."""

    draft: dict[str, Any]
    dropped: list[str]


def has_kinds(area: Area) -> bool:
    """Whether there is anything to choose."""
    return len(area.kinds) > 1


def kind_of(area: Area, view: RequestView) -> Kind:
    """The kind of a request; the first of the area for a request that was begun before it had kinds."""
    return area.kind(view.kind) or next(iter(area.kinds.values()))


def offered(area: Area, reader: Interface) -> list[KindView]:
    """The kinds in the order of the area."""
    return [_shown(area, kind, reader) for kind in area.kinds.values()]


def _shown(area: Area, kind: Kind, reader: Interface) -> KindView:
    language, help_key = reader.content, f"{kind.key}.help"
    return KindView(
        id=kind.id,
        label=area.text(kind.key, language),
        lang=area.texts.language_of(kind.key, language),
        help=area.texts.get(help_key, language) or "",
        help_lang=area.texts.language_of(help_key, language),
        limit=limit_words(area, kind.limit, reader),
        reason_required=kind.reason_required,
    )


def limit_words(area: Area, limit: LegalLimit | None, reader: Interface) -> str:
    """`The law allows 2 working days (Article 6(6)(a)).`; "" where the law sets no limit."""
    if limit is None:
        return ""
    counted = _counted(limit, reader)
    basis = area.legal_bases.get(limit.legal_basis or "")
    if basis is None:
        return reader.gettext("The law allows %(days)s.") % {"days": counted}
    words = reader.gettext("The law allows %(days)s (Article %(article)s).")
    return words % {"days": counted, "article": basis.article}


def _counted(limit: LegalLimit, reader: Interface) -> str:
    number = limit.months or limit.days
    if limit.months:
        words = reader.ngettext("%(count)s month", "%(count)s months", number)
    elif limit.count is DayCount.WORKING_DAYS:
        words = reader.ngettext("%(count)s working day", "%(count)s working days", number)
    else:
        words = reader.ngettext("%(count)s day", "%(count)s days", number)
    return words % {"count": reader.number(number)}


def latest_day(kind: Kind, country: str, today: date) -> date | None:
    """The last day the law allows when the request is sent today; None without a limit."""
    return last_day_within(kind.limit, today, country) if kind.limit else None


def suggested_day(area: Area, kind: Kind, country: str, today: date, latest: date | None) -> date:
    """What the form proposes: the kind's own number of days, counted as the area counts, within the limit."""
    day = last_day(today, kind.suggested_days, area.deadlines.count, country)
    return min(day, latest) if latest else day


def limit_basis(area: Area, kind: Kind) -> str:
    """The article that sets the kind's limit: the likely basis of such a request; "" without a limit."""
    basis = (kind.limit.legal_basis if kind.limit else None) or ""
    return basis if basis in area.legal_bases else ""


def fitted(area: Area, kind: Kind, draft: dict[str, Any], latest: date | None) -> Fitted:
    """The draft as far as it belongs to the kind: fields, questions, the reason and the date."""
    fields = {field.id for field in area.fields_of(kind.id)}
    asked = {question.id for question in area.questions_of(kind.id)}
    wished = parse_date(draft["deadline"])
    dropped = [f"subject.{name}" for name in draft["subject"] if name not in fields]
    dropped += [f"q.{q['question']}" for q in draft["questions"] if q["question"] not in asked]
    changes: dict[str, Any] = {
        "kind": kind.id,
        "subject": {name: value for name, value in draft["subject"].items() if name in fields},
        "questions": [q for q in draft["questions"] if q["question"] in asked],
    }
    if draft["reason"] and not kind.reason_required:
        changes["reason"] = None
        dropped.append("reason")
    if wished and latest and wished > latest:
        changes["deadline"] = None
        dropped.append("deadline")
    return Fitted(draft | changes, dropped)
