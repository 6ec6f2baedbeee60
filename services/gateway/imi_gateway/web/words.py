"""Codes that refusals and pages carry, as words in the reader's language; an unknown code stays as it is."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from imi_contracts.areas import answer_options, render_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imi_contracts.areas import Area, Question
    from imi_gateway.web.areas import Areas
    from imi_gateway.web.i18n import Interface


def coordinator_link(reader: Interface, code: str) -> str:
    """What a coordinator does for an authority it is linked to."""
    words = {
        "validating": reader.gettext("registration and data of the authority"),
        "access": reader.gettext("access to the policy area"),
        "request": reader.gettext("help with requests"),
        "linked": reader.gettext("overview of requests only"),
    }
    return words.get(code, code)


def authority_status(reader: Interface, code: str) -> str:
    """Where an authority stands in its registration."""
    words = {
        "invited": reader.gettext("invited"),
        "awaiting_validation": reader.gettext("awaiting validation"),
        "active": reader.gettext("active"),
        "suspended": reader.gettext("suspended"),
        "retired": reader.gettext("retired"),
    }
    return words.get(code, code)


def concept_group(reader: Interface, code: str) -> str:
    """A theme of a long list, as professions have one; what belongs to none stands under "Other"."""
    words = {
        "animals": reader.gettext("Animals"),
        "building": reader.gettext("Building and engineering"),
        "crafts": reader.gettext("Crafts"),
        "culture-and-science": reader.gettext("Culture and science"),
        "education": reader.gettext("Education"),
        "environment-and-agriculture": reader.gettext("Environment and agriculture"),
        "health": reader.gettext("Health"),
        "law-and-finance": reader.gettext("Law and finance"),
        "security-and-transport": reader.gettext("Security and transport"),
        "services": reader.gettext("Services"),
        "social": reader.gettext("Social work"),
        "sport-and-tourism": reader.gettext("Sport and tourism"),
        "technical-inspection": reader.gettext("Technical inspection"),
    }
    return words.get(code) or reader.gettext("Other")


def file_kind(reader: Interface, media_type: str) -> str:
    """A media type as the ending people know from file names ("PDF")."""
    if media_type in {"", "unknown", "application/octet-stream"}:
        return reader.gettext("unknown kind")
    ending = mimetypes.guess_extension(media_type)
    return ending.removeprefix(".").upper() if ending else media_type


@dataclass(frozen=True)
class Words:
    """Parameters of refusals in words; `within` is the version of the area that questions and fields belong to."""

    reader: Interface
    areas: Areas | None = None
    within: Area | None = None

    def of(self, params: Mapping[str, object]) -> dict[str, object]:
        """All parameters; an empty one is left out, so that the sentence shows a gap and no hole."""
        known = self._known()
        area = self._area(params)
        return {
            name: self._word(known, area, params, name, value)
            for name, value in params.items()
            if value not in (None, "")
        }

    def _word(
        self,
        known: Mapping[str, Callable[[str], str]],
        area: Area | None,
        params: Mapping[str, object],
        name: str,
        value: object,
    ) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.reader.number(value)
        if not isinstance(value, str):
            return value
        if name in known:
            return known[name](value)
        return self._of_area(area, params, name, value) if area else value

    def _known(self) -> dict[str, Callable[[str], str]]:
        reader, areas = self.reader, self.areas
        words = {
            "deadline": self._day,
            "country": reader.country,
            "language": reader.language,
            "link": lambda code: coordinator_link(reader, code),
            "current": lambda code: reader.quoted(authority_status(reader, code)),
            "wanted": lambda code: reader.quoted(authority_status(reader, code)),
            "declared": lambda kind: file_kind(reader, kind),
            "found": lambda kind: file_kind(reader, kind),
        } | dict.fromkeys(("limit", "limit_mb", "min", "max", "length"), self._number)
        if areas:
            words |= {
                "area": lambda code: self._title(areas, code),
                "status": lambda code: areas.label("statuses", code, reader.content).text,
                "special": lambda code: areas.label("answer-specials", code, reader.content).text,
                "role": lambda code: areas.label("roles", code, reader.content).text,
            }
        return words

    def _title(self, areas: Areas, code: str) -> str:
        return (
            self.reader.gettext("All areas") if code == "*" else areas.title(code, self.reader.content).text
        )

    def _day(self, value: str) -> str:
        try:
            return self.reader.day(date.fromisoformat(value))
        except ValueError:
            return value

    def _number(self, value: str) -> str:
        try:
            return self.reader.number(Decimal(value))
        except InvalidOperation:
            return value

    def _area(self, params: Mapping[str, object]) -> Area | None:
        name = params.get("area")
        if self.within is not None or not isinstance(name, str):
            return self.within
        return self.areas.get(name) if self.areas else None

    def _of_area(self, area: Area, params: Mapping[str, object], name: str, value: str) -> str:
        language = self.reader.content
        if name in {"question", "parent"}:
            asked = area.question(value)
            return self.reader.quoted(_question_text(area, asked, language)) if asked else value
        if name in {"field", "parameter"}:
            return self.reader.quoted(area.text(f"field.{value}", language)) if area.field(value) else value
        if name == "legal_basis" and value in area.legal_bases:
            return area.text(f"legal-basis.{value}", language)
        if name == "kind" and value in area.kinds:
            return self.reader.quoted(area.text(f"kind.{value}", language))
        if name == "choices" and (asked := area.question(str(params.get("question")))) is not None:
            return ", ".join(option["label"] for option in answer_options(area, asked, language))
        return value


def _question_text(area: Area, question: Question, language: str) -> str:
    return "".join(part.text for part in render_parts(area, question.id, language, {}))
