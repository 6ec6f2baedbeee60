"""The form of an area as one HTML page without anything beside: to read it before it is published.

Headings and remarks of the page are English; what the area says stands in the chosen language and is marked so,
English where a translation is missing.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from imi_contracts.areas.completeness import completeness
from imi_contracts.areas.describe import describe_area
from imi_contracts.areas.model import Area, Kind
from imi_contracts.areas.placeholders import PLACEHOLDER
from imi_contracts.catalogue import language_name
from imi_contracts.vocabularies.enums import SubjectPart

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PARTS = {"person": "The person", "company": "The company", "case": "The facts of the case"}
_FEW = 12  # more prepared answers than these are shown as a list to open
_LONG = 300  # longer texts get several lines


def preview(area: Area, language: str) -> str:
    """The page: kinds of request, the form with its data categories, every question with all it can open."""
    described = describe_area(area, language)
    (line,) = completeness(area, [language])
    return _TEMPLATES.get_template("preview.html").render(
        area=described,
        language=language,
        language_name=language_name(language, "en"),
        missing=len(line.missing),
        total=line.total,
        kinds=[_kind(area, kind) for kind in area.kinds.values()],
        kind_labels={kind["id"]: kind["label"] for kind in described["kinds"]},
        parts=_parts(area, described),
        parameters={item["id"]: item for item in described["parameters"]},
        kinds_of_category=_kinds_of_category(area, language),
        lang=_Languages(area, language),
        data_label=lambda code: area.vocabularies.label("data-categories", code, language),
        words=lambda question: list(_words(area, question["text"], language)),
        answer_in_words=_answer_in_words,
        few=_FEW,
        long=_LONG,
    )


class _Languages:
    """The language a text of the area really stands in, for `lang` attributes."""

    def __init__(self, area: Area, language: str) -> None:
        self._area = area
        self._language = language

    def __call__(self, key: str) -> str:
        return self._area.texts.language_of(key, self._language)


def _kind(area: Area, kind: Kind) -> dict[str, Any]:
    limit = kind.limit
    basis = area.legal_bases.get(limit.legal_basis) if limit and limit.legal_basis else None
    said = limit.in_english if limit else "none set by law"
    return {
        "id": kind.id,
        "key": "area.title" if kind.implied else kind.key,
        "limit": f"{said} (Article {basis.article}, {basis.act})" if basis else said,
        "suggested": f"{kind.suggested_days} {area.deadlines.count.replace('_', ' ')}",
        "reason": "must be given" if kind.reason_required else "not asked for",
    }


def _parts(area: Area, described: dict[str, Any]) -> list[dict[str, Any]]:
    fields = described["subject"]["fields"]
    required = {SubjectPart(kind) for kind in area.subject.required}
    return [
        {
            "title": _PARTS[part],
            "required": part in required,
            "fields": [item for item in fields if item["of"] == part],
        }
        for part in area.subject.parts
    ]


def _kinds_of_category(area: Area, language: str) -> dict[str, list[str]]:
    """The labels of the kinds that have a category; none where all have it."""
    found = {}
    for category in area.categories:
        having = [kind for kind in area.kinds.values() if category in kind.categories]
        some = having if len(having) < len(area.kinds) else []
        found[category] = [area.text(kind.key, language) for kind in some]
    return found


def _words(area: Area, text: str, language: str) -> Iterator[tuple[str, bool]]:
    """The question in pieces; what stands for a field shows the label of the field."""
    position = 0
    for match in PLACEHOLDER.finditer(text):
        if text[position : match.start()]:
            yield text[position : match.start()], False
        known = area.field(match[1]) is not None
        yield (area.text(f"field.{match[1]}", language) if known else match[0]), True
        position = match.end()
    if text[position:]:
        yield text[position:], False


def _answer_in_words(question: dict[str, Any], value: str) -> str:
    """The label of an answer that opens follow-ups."""
    answer = question["answer"]
    labels = {item["value"]: item["label"] for item in (*answer["options"], *answer["specials"])}
    return str(labels.get(value, value))
