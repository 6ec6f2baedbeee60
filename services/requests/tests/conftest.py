"""What unit and integration tests share: a complete draft, complete answers, a small PDF."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from imi_contracts.areas import AreaFolder
from imi_requests.adapters.areas import PublishedAreas

AREA = "professional-qualifications"
PDF = b"%PDF-1.7\n" + b"%" * 200 + b"\ntrailer\n%%EOF\n"


@pytest.fixture(scope="session")
def areas() -> PublishedAreas:
    return PublishedAreas(AreaFolder(Path(__file__).resolve().parents[3] / "contracts"))


@pytest.fixture
def subject() -> dict[str, Any]:
    return {
        "Profession": "dentist",
        "FirstName": "Ilona",
        "Surname": "Kovács",
        "BirthDate": "1987-05-14",
        "Nationality": "HU",
    }


@pytest.fixture
def draft(subject: dict[str, Any]) -> dict[str, Any]:
    """A draft that lacks nothing, as the body of PUT …/draft."""
    return {
        "subject": subject,
        "questions": [
            {"question": "2.1.1", "parameters": {}},
            {"question": "1.1.3", "parameters": {"FreeTextActivity": "implants"}},
            {"question": "5.2.2", "parameters": {}},
        ],
        "free_text": "Frau Kovács möchte sich in München niederlassen.",
        "deadline": date(2999, 12, 31).isoformat(),
        "legal_basis": "art-56-2",
    }


@pytest.fixture
def answers() -> list[dict[str, Any]]:
    """Answers to all questions of the draft and the follow-ups they open."""
    return [
        {"question": "2.1.1", "value": "yes"},
        {"question": "1.1.3", "value": "no", "comment": "Csak szájsebész végezheti."},
        {"question": "1.1.3.1", "value": {"special": "not_known"}},
        {"question": "5.2.2", "value": "restricted"},
        {"question": "5.2.2.1", "value": "Csak felügyelet mellett."},
        {"question": "5.2.2.2", "value": {"from": "2024-01-01", "to": None}},
    ]


@pytest.fixture
def pdf() -> bytes:
    return PDF
