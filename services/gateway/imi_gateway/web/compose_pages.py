"""The pages on which a request is written: what each step shows, from the draft or from what was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from imi_contracts.areas import render_question
from imi_contracts.areas.values import parse_date
from imi_contracts.catalogue import sort_key
from imi_gateway.clients.models import RequestView
from imi_gateway.web.competence import hints
from imi_gateway.web.kinds import (
    has_kinds,
    kind_of,
    latest_day,
    limit_basis,
    limit_words,
    offered,
    suggested_day,
)
from imi_gateway.web.questions import Category, QuestionView, asker_of
from imi_gateway.web.subjects import form_parts, subject_parts
from imi_gateway.web.submitted import draft_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from imi_contracts.areas import Area
    from imi_gateway.web.desk import Desk

Step = Literal["kind", "person", "questions", "documents", "message", "review"]
ORDER: tuple[Step, ...] = ("kind", "person", "questions", "documents", "message", "review")
# Where it is worth saying that another authority may be the right one: when it was entered, and before sending.
HINTED: tuple[Step, ...] = ("person", "questions", "review")


def order_of(area: Area) -> tuple[Step, ...]:
    """The steps of writing in this area; where there is one kind of request, nobody is asked for it."""
    return ORDER if has_kinds(area) else ORDER[1:]


def today() -> date:
    """Today as the process sees it: the form's suggestion, no more; the owning service decides."""
    return date.today()  # noqa: DTZ011


def latest_of(area: Area, view: RequestView) -> date | None:
    """The last day the law allows: what the owning service says, else as counted from today."""
    return view.latest_deadline or latest_day(kind_of(area, view), view.responding.country, today())


def typed(view: RequestView, draft: dict[str, Any]) -> RequestView:
    """The view with what was typed but could not be saved as it is."""
    known = {
        "kind": draft["kind"],
        "subject": draft["subject"],
        "questions": draft["questions"],
        "legal_basis": draft["legal_basis"],
        "deadline": {"proposed": parse_date(draft["deadline"])},
    }
    return RequestView.model_validate(view.model_dump() | known)


async def step_page(
    desk: Desk,
    view: RequestView,
    step: Step,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    find: str = "",
    done: str = "",
    draft: dict[str, Any] | None = None,
    dropped: Sequence[str] = (),
) -> Response:
    """One step's form; `draft` holds what was typed when it could not be saved as it is."""
    if draft is not None:
        view = typed(view, draft)
    area, words = desk.areas.of(view), draft or draft_of(view)
    shown = {
        "view": view,
        "step": step,
        "order": order_of(area),
        "asks_date": area.deadlines.requester_proposes,
        "errors": errors or {},
        "labels": labels_of(desk, view),
        "links": links_of(area, view, errors or {}) if step == "review" else {},
        "done": done,
        "dropped": dropped_labels(desk, area, dropped),
        "find": find,
        "given": view.subject or {},
        "free_text": words["free_text"] or "",
        "reason": words["reason"] or "",
        "kind_title": desk.areas.kind_title(view, desk.speech.content),
        "hints": await hints(desk, view) if step in HINTED else [],
        "today": today().isoformat(),
    }
    return desk.page(f"compose/{step}.html", status=status, **(shown | _of_step(desk, view, step, find)))


def dropped_labels(desk: Desk, area: Area, dropped: Sequence[str]) -> list[str]:
    """The form fields that a change of kind has emptied, by name; what the area does not know is not named."""
    language, reader = desk.speech.content, desk.speech
    names = {"reason": reader.gettext("Reason"), "deadline": reader.gettext("Please answer by")}
    names |= {f"subject.{name}": area.text(f"field.{name}", language) for name in area.subject.fields}
    for question in area.questions:
        names[f"q.{question.id}"] = render_question(area, question.id, language, {})
    return [names[field] for field in dropped if field in names]


def links_of(area: Area, view: RequestView, errors: Mapping[str, str]) -> dict[str, str]:
    """The pages on which the fields stand, for a summary of errors that is shown on the last one."""
    here = f"/requests/{view.id}/edit"
    return {name: f"{here}/{_step_of(area, name)}" for name in errors}


def _step_of(area: Area, field: str) -> Step:
    match field.split("."):
        case ["kind" | "reason", *_]:
            return "kind"
        case ["subject", *_]:
            return "person"
        case ["questions"]:
            return "questions"
        case ["q" | "p", *rest]:
            asked = next((q for q in area.questions if f"{'.'.join(rest)}.".startswith(f"{q.id}.")), None)
            return "documents" if asked and asked.about_attachment else "questions"
        case _:
            return "message"


def labels_of(desk: Desk, view: RequestView) -> dict[str, str]:
    """What the fields of all steps are called, for the summary of errors."""
    area, language = desk.areas.of(view), desk.speech.content
    asker = asker_of(desk.areas, view, language)
    labels = {f"subject.{name}": area.text(f"field.{name}", language) for name in area.subject.fields}
    for question in asker.asked(view.asked):
        labels[f"q.{question.id}"] = question.text
        for name in area.by_id[question.id].parameters:
            labels[f"p.{question.id}.{name}"] = f"{question.text} {area.text(f'field.{name}', language)}"
    return labels


def _of_step(desk: Desk, view: RequestView, step: Step, find: str) -> dict[str, Any]:
    area, language = desk.areas.of(view), desk.speech.content
    kind, asker = kind_of(area, view), asker_of(desk.areas, view, language)
    picked = {q.question: q for q in view.asked}
    match step:
        case "kind":
            return {"kinds": offered(area, desk.speech), "chosen": kind.id}
        case "person":
            return {"subject_form": form_parts(desk.areas, area, kind.id, language)}
        case "questions":
            return {"categories": found_in(asker.choice(picked, kind.id, attachments=False), find)}
        case "documents":
            return {"categories": asker.choice(picked, kind.id, attachments=True)}
        case "message":
            return _message(desk, area, view)
        case _:
            return {
                "questions": asker.asked(view.asked),
                "subject": subject_parts(desk.areas, view, language),
            }


def _message(desk: Desk, area: Area, view: RequestView) -> dict[str, Any]:
    kind, latest = kind_of(area, view), latest_of(area, view)
    suggested = suggested_day(area, kind, view.responding.country, today(), latest)
    return {
        "legal_bases": [(b, area.text(f"legal-basis.{b}", desk.speech.content)) for b in area.legal_bases],
        "limit": limit_words(area, kind.limit, desk.speech),
        "limit_basis": limit_basis(area, kind),
        "latest": latest,
        "deadline": (view.deadline.proposed or suggested).isoformat(),
    }


def found_in(categories: list[Category], find: str) -> list[Category]:
    """The questions that hold every word looked for; the chosen ones always stay."""
    words = sort_key(find).split()
    kept = [
        replace(c, questions=[q for q in c.questions if q.picked or _holds(q, words)]) for c in categories
    ]
    return [category for category in kept if category.questions]


def _holds(question: QuestionView, words: Sequence[str]) -> bool:
    """Whether the question, or what it prepares as answers, holds every word."""
    text = sort_key(" ".join([question.text, *question.prepared]))
    return all(word in text for word in words)
