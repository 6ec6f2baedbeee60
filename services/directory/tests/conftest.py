"""Authorities to test with, a small catalogue, and the service on a fresh database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from imi_contracts.catalogue import Texts
from imi_contracts.catalogue.texts import Text
from imi_contracts.vocabularies import Concept, Vocabularies, Vocabulary
from imi_directory.adapters.directory import Directory
from imi_directory.application.ports import Catalogue
from imi_directory.bootstrap import MIGRATIONS
from imi_directory.domain.authority import Authority, Coordination, Link
from imi_directory.entrypoints.http import router
from imi_kit.clock import SystemClock
from imi_kit.http import create_app
from imi_kit.identity import Identity
from imi_kit.sql import Database
from imi_kit.sql.migrations import migrate
from imi_kit.testing import TokenMint

AREA = "professional-qualifications"
STATES = ["AT", "BE", "DE", "ES", "FR", "HU", "IT"]
LANGUAGES = ["bg", "de", "en", "es", "fr", "hu", "it"]
WORDS = {
    "en": {"dentist": ("Dentist", "dental practitioner; tooth doctor"), "nurse": ("Nurse", "nursing")},
    "de": {"dentist": ("Zahnarzt", "Zahnmediziner; Dentist"), "nurse": ("Krankenpfleger", "Pflege")},
    "hu": {"dentist": ("fogorvos", "fogász"), "nurse": ("ápoló", "ápolónő")},
    "fr": {"dentist": ("dentiste", "chirurgien-dentiste"), "nurse": ("infirmier", "soins infirmiers")},
}


def _vocabularies() -> Vocabularies:
    texts = {
        language: {
            key: Text(value, value, 1)
            for code, (label, synonyms) in entries.items()
            for key, value in (
                (f"professions.{code}", label),
                (f"professions.{code}.synonyms", synonyms),
            )
        }
        for language, entries in WORDS.items()
    }
    codes = {
        "professions": ["dentist", "nurse"],
        "activities": ["F", "41", "43", "I"],
        "states": STATES,
        "languages": LANGUAGES,
        "authority-kinds": ["nimic", "coordinator", "chamber", "ministry", "municipality"],
    }
    found = {
        name: Vocabulary(name, MappingProxyType({c: _concept(c, name) for c in concepts}), Texts(texts))
        for name, concepts in codes.items()
    }
    return Vocabularies(MappingProxyType(found), Texts(texts))


def _concept(code: str, name: str) -> Concept:
    """Digits are divisions of section F, as in NACE."""
    return Concept(code, name, {"section": "F"} if code.isdigit() else {})


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Two professions, seven states, seven languages of which three have no texts."""
    return Catalogue(_vocabularies(), lambda: {AREA, "services"})


@pytest.fixture(scope="session")
def nimic() -> Callable[..., Authority]:
    def make(country: str = "HU", **more: Any) -> Authority:
        plain: dict[str, Any] = {
            "id": uuid4(),
            "country": country,
            "kind": "nimic",
            "official_name": f"National coordinator {country}",
            "official_language": "en",
            "titles": {"en": f"National IMI coordinator {country}"},
            "areas": {AREA: "coordinator"},
        }
        return Authority(**plain | more)

    return make


@pytest.fixture(scope="session")
def chamber() -> Callable[..., Authority]:
    def make(coordinator: Authority, **more: Any) -> Authority:
        plain: dict[str, Any] = {
            "id": uuid4(),
            "country": coordinator.country,
            "kind": "chamber",
            "official_name": "Magyar Orvosi Kamara Fogorvosi Tagozat",
            "official_language": "hu",
            "titles": {"en": "Chamber of dentists – Hungary", "de": "Zahnärztekammer – Ungarn"},
            "city": "Budapest",
            "languages": ["hu", "en"],
            "areas": {AREA: "authority"},
            "competences": {"professions": ["dentist"]},
            "coordination": linked_to(coordinator.id),
        }
        return Authority(**plain | more)

    return make


def linked_to(coordinator: UUID) -> list[Coordination]:
    return [
        Coordination(Link.VALIDATING, None, coordinator),
        Coordination(Link.ACCESS, AREA, coordinator),
        Coordination(Link.REQUEST, AREA, coordinator),
    ]


@asynccontextmanager
async def _migrated(url: str, catalogue: Catalogue) -> AsyncIterator[Directory]:
    await asyncio.to_thread(migrate, url, MIGRATIONS)
    database = Database(url)
    yield Directory(database, catalogue, SystemClock())
    await database.close()


@pytest.fixture(scope="session")
def migrated() -> Callable[..., AbstractAsyncContextManager[Directory]]:
    """A context manager that migrates a database and gives the directory on it."""
    return _migrated


@pytest.fixture
async def directory(database_url: str, catalogue: Catalogue) -> AsyncIterator[Directory]:
    """The directory on a fresh, migrated database."""
    async with _migrated(database_url, catalogue) as found:
        yield found


@pytest.fixture(scope="session")
def mint() -> TokenMint:
    return TokenMint()


@pytest.fixture
def administrator(mint: TokenMint) -> dict[str, str]:
    """Headers of the commission's administrator."""
    return mint.bearer(Identity("administrator", "administrator"))


@pytest.fixture
def person(mint: TokenMint) -> Callable[..., dict[str, str]]:
    """Headers of an official with these roles in all areas."""

    def make(authority: UUID, *roles: str, country: str = "HU") -> dict[str, str]:
        return mint.bearer(
            Identity(str(uuid4()), "person", country=country, authority=authority, roles={"*": list(roles)})
        )

    return make


@pytest.fixture
async def http(directory: Directory, mint: TokenMint) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app("directory", identity_public_key=mint.public_key, checks={})
    app.state.directory = directory
    app.include_router(router)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://directory") as client:
        yield client
