"""Sample authorities, requests and figures for the page tests; conftest.py serves them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from imi_gateway.clients import models
from imi_gateway.domain.person import Person

AREA = "professional-qualifications"
VESSELS = "inland-vessels"  # the area in tests/pages/areas
NOW = datetime.now(UTC)
REQUEST = UUID(int=7)
ERIKA = Person(
    UUID(int=1), "Erika Muster", "de", UUID(int=10), "DE", {"*": ["request_handler"]}, csrf_token="token"
)
PETER = Person(
    UUID(int=2), "Kovács Péter", "hu", UUID(int=20), "HU", {"*": ["request_handler"]}, csrf_token="token"
)

GERMAN = models.AuthorityRef(
    id=UUID(int=10),
    country="DE",
    official_name="Landeszahnärztekammer Musterland",
    official_language="de",
    titles={
        "en": "Chamber of Dentists of Musterland",
        "de": "Zahnärztekammer Musterland",
        "hu": "Musterland fogorvosi kamarája",
    },
    languages=["de", "en"],
)
HUNGARIAN = models.AuthorityRef(
    id=UUID(int=20),
    country="HU",
    official_name="Magyar Orvosi Kamara Fogorvosok Területi Szervezete",
    official_language="hu",
    titles={
        "en": "Chamber of Dentists – Budapest",
        "de": "Zahnärztekammer – Budapest",
        "hu": "Fogorvosi kamara – Budapest",
    },
    languages=["hu", "en"],
)
SUBJECT = {
    "Profession": "dentist",
    "FirstName": "Katalin",
    "Surname": "Szabó-Nagy",
    "BirthDate": "1988-03-14",
    "Nationality": "HU",
    "Qualification": "Okleveles fogorvos",
    "QualificationDate": "2013-06-28",
}
PDF = models.Attachment(
    id=UUID(int=70), name="Oklevél – Szabó-Nagy Katalin.pdf", media_type="application/pdf", size=1_482_113
)


def card(number: int, ref: models.AuthorityRef, **more: Any) -> models.Authority:
    """An authority of the directory, titled in German."""
    given = {
        "id": ref.id,
        "country": ref.country,
        "official_name": ref.official_name,
        "official_language": ref.official_language,
        "informal_title": ref.titles["de"],
        "informal_title_language": "de",
        "city": "Budapest",
        "region": "Közép-Magyarország",
        "description": "Prüft Ausbildungsnachweise von Zahnärzten und bescheinigt die Berufsausübung.",
        "languages": ["hu", "en", "de"],
        "areas": [AREA],
        "competences": {"professions": ["dentist"]},
        "training": True,
    }
    return models.Authority.model_validate(given | {"id": UUID(int=number)} | more)


def entry(step: str, days: int, ref: models.AuthorityRef, **more: Any) -> models.TimelineEntry:
    return models.TimelineEntry(at=NOW - timedelta(days=days), step=step, side=None, authority=ref, **more)


def sample_view(
    status: str = "information_provided", side: str = "requesting", **more: Any
) -> models.RequestView:
    """The dentist's case as one side sees it in some state."""
    hidden = side == "responding" and status == "awaiting_acceptance"
    answered = status in {"information_provided", "closed"}
    answers = {"1.1.1": "yes", "2.2.1": "yes", "2.2.1.1": "2013-06-28", "6.1.1": None} if answered else {}
    asked = ["1.1.1", "1.1.3", "2.1.1", "2.2.1"]
    parameters = {"1.1.3": {"FreeTextActivity": "Kieferorthopädische Behandlung von Kindern"}}
    questions = [
        models.AskedQuestion(
            question=name,
            parameters=parameters.get(name, {}),
            answer=models.Answer(value=answers.get(name, "yes"), comment=None, at=NOW) if answered else None,
        )
        for name in [*asked, *(["2.2.1.1"] if answered else [])]
    ]
    steps = ["draft", "awaiting_acceptance", "accepted", "information_provided", "closed"]
    history = [
        entry("created", 9, GERMAN),
        entry("sent", 9, GERMAN),
        entry("accepted", 7, HUNGARIAN),
        entry("information_provided", 2, HUNGARIAN),
        entry("closed", 0, GERMAN),
    ]
    actions = {
        ("requesting", "draft"): ["edit", "send", "withdraw"],
        ("requesting", "awaiting_acceptance"): ["withdraw"],
        ("responding", "awaiting_acceptance"): ["accept"],
        ("requesting", "accepted"): ["propose_deadline"],
        ("responding", "accepted"): ["save_answers", "reply", "propose_deadline"],
        ("requesting", "information_provided"): ["close"],
    }
    given: dict[str, Any] = {
        "id": REQUEST,
        "number": None if status == "draft" else "EX-2026-000042",
        "area": AREA,
        "status": status,
        "version": 4,
        "language": "de",
        "side": side,
        "requesting": GERMAN,
        "responding": HUNGARIAN,
        "deadline": {
            "proposed": date.today() + timedelta(days=12),
            "proposed_by": "requesting",
            "agreed": None
            if status in {"draft", "awaiting_acceptance"}
            else date.today() + timedelta(days=12),
        },
        "subject": None if hidden else SUBJECT,
        "subject_hidden": hidden,
        "attachments": None if hidden else [PDF],
        "questions": questions,
        "free_texts": [] if hidden else free_texts(answered),
        "timeline": history[: steps.index(status) + 1] if status in steps else history[:2],
        "actions": actions.get((side, status), []),
        "legal_basis": "art-50-2",
    }
    return models.RequestView.model_validate(given | more)


VESSEL_SUBJECT = {
    "CompanyName": "Duna Hajózási Kft.",
    "Seat": "HU",
    "Activity": "50",
    "Crew": "Kovács Anna, kapitány",
    "CrewCount": "7",
    "Voyage": {"from": "2026-05-01", "to": "2026-05-20"},
}
VESSEL_ANSWERS: dict[str, Any] = {
    "1.1": {"ship-certificate": "enclosed", "crew-list": "to_follow", "log-book": "not_available"},
    "1.2": "12",
    "1.3": {"from": "2026-05-01", "to": None},
}


def vessel_view(
    status: str = "draft", side: str = "requesting", *, kind: str = "information", **more: Any
) -> models.RequestView:
    """A request in an area with several kinds, limits and every type of field."""
    answered = status in {"information_provided", "closed"}
    asked = ["3.1", "3.2"] if kind == "recover-fine" else ["1.1", "1.2", "1.3", "1.4", "1.5"]
    questions = [
        models.AskedQuestion(
            question=name,
            answer=models.Answer(value=VESSEL_ANSWERS[name], at=NOW)
            if answered and name in VESSEL_ANSWERS
            else None,
        )
        for name in asked
    ]
    given = {"area": VESSELS, "area_version": 1, "kind": kind, "subject": VESSEL_SUBJECT}
    given |= {"questions": questions, "legal_basis": "art-4", "attachments": []}
    return sample_view(status, side, **(given | more))


def free_texts(answered: bool) -> list[models.FreeText]:
    asked = models.FreeText(
        id=UUID(int=80),
        field="request",
        side="requesting",
        language="de",
        text="Sehr geehrte Damen und Herren,\nFrau Szabó-Nagy möchte sich hier niederlassen.",
        translations=[models.Translated(language="hu", status="unavailable")],
    )
    replied = models.FreeText(
        id=UUID(int=81),
        field="reply",
        side="responding",
        language="hu",
        text="A diploma hiteles, a doktornő 2013 óta tagja a kamaránknak.",
        translations=[
            models.Translated(
                language="de",
                status="translated",
                text="Das Diplom ist echt, die Ärztin ist seit 2013 Mitglied unserer Kammer.",
                origin="engine",
                engine="ctranslate2",
                engine_version="opus-hu-de",
                at=NOW,
            )
        ],
    )
    return [asked, replied] if answered else [asked]


def row(number: int, status: str, side: str) -> models.RequestRow:
    view = sample_view(status, side)
    return models.RequestRow.model_validate(
        view.model_dump()
        | {"id": UUID(int=number), "number": None if status == "draft" else f"EX-2026-{number:06d}"}
    )


def limits(relation: str, green: float, other: str, yellow: float) -> dict[str, Any]:
    return {"green": {"relation": relation, "limit": green}, "yellow": {"relation": other, "limit": yellow}}


DEFINITIONS = {
    "scheme": "2017",
    "overall_method": "sum",
    "overall_points": {"green": 1, "yellow": 0, "red": -1},
    "overall": limits("at_least", 2, "at_least", -1),
    "indicators": {
        "accepted_in_week": limits("at_least", 0.8, "at_least", 0.6),
        "average_days": limits("below", 16, "at_most", 25),
        "answered_by_date": limits("at_least", 0.8, "at_least", 0.6),
        "timeliness": limits("below", 0.05, "below", 0.15),
        "effort": limits("below", 0.05, "below", 0.15),
    },
}
