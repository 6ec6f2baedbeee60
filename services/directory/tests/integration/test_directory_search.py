"""The search on real PostgreSQL: in one's own language, forgiving, ranked."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from imi_directory.adapters.directory import Directory
from imi_directory.application.ports import Catalogue
from imi_directory.application.search_document import documents
from imi_directory.application.search_query import Found, SearchQuery
from imi_directory.domain.authority import Authority, Status
from imi_local.fresh import Servers

pytestmark = pytest.mark.integration
Find = Callable[..., Awaitable[list[str | None]]]


@pytest.fixture(scope="module")
async def directory(
    servers: Servers, catalogue: Catalogue, migrated: Callable[..., AbstractAsyncContextManager[Directory]]
) -> AsyncIterator[Directory]:
    """One database for all questions: they change nothing."""
    with servers.fresh_database() as url:
        async with migrated(url, catalogue) as found:
            yield found


@pytest.fixture(scope="module")
async def known(
    directory: Directory, nimic: Callable[..., Authority], chamber: Callable[..., Authority]
) -> dict[str, Authority]:
    """Dentists in Hungary and Bavaria, a ministry for everybody, a small town, and somebody suspended."""
    hungary, germany, spain = nimic("HU"), nimic("DE"), nimic("ES")
    everybody: dict[str, Authority] = {
        "nimic": hungary,
        "dentists": chamber(hungary),
        "ministry": chamber(
            hungary,
            kind="ministry",
            official_name="Egészségügyi Minisztérium",
            titles={"en": "Ministry of Health – Hungary", "de": "Gesundheitsministerium – Ungarn"},
            competences={"professions": ["dentist", "nurse"]},
        ),
        "bavaria": chamber(
            germany,
            official_name="Bayerische Landeszahnärztekammer",
            official_language="de",
            titles={"en": "Chamber of dentists – Bavaria", "de": "Zahnärztekammer – Bayern"},
            city="München",
        ),
        "town": chamber(
            spain,
            kind="municipality",
            official_name="Ajuntament de Lloret de Vistalegre",
            official_language="es",
            titles={"en": "Municipality Lloret de Vistalegre"},
            competences={},
            city="Lloret de Vistalegre",
        ),
        "suspended": chamber(hungary, official_name="Régi Kamara", status=Status.SUSPENDED),
    }
    async with directory.work() as work:
        for authority in (germany, spain, *everybody.values()):
            await work.authorities.add(authority)
            listed = authority.status is Status.ACTIVE
            found_as = documents(authority, directory.catalogue.vocabularies, directory.catalogue.languages)
            await work.search.put(authority, found_as if listed else [], "test")
    return everybody


@pytest.fixture
async def find(directory: Directory, known: dict[str, Authority]) -> Find:
    names = {authority.id: name for name, authority in known.items()}

    async def names_of(text: str = "", language: str = "de", **filters: object) -> list[str | None]:
        async with directory.work() as work:
            found: Found = await work.search.find(SearchQuery(text, language, **filters))  # type: ignore[arg-type]
        assert found.total >= len(found.ids)
        return [names.get(id_) for id_ in found.ids]

    return names_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Zahnarzt Ungarn"),
        ("de", "ungarn zahnarzt"),
        ("de", "ZAHNÄRZTE in Ungarn"),
        ("de", "Zahnaerzte Ungarn"),
        ("de", "ungarische Zahnärzte"),
        ("de", "Zahnarzt Ungran"),
        ("de", "Zahnartzt Ungarn"),
        ("de", "Zahnmediziner Budapest"),
        ("de", "Kammer Ungarn"),
        ("de", "Fogorvosi Kamara"),
        ("hu", "fogorvos magyarország"),
        ("hu", "fogasz budapest"),
        ("hu", "fogorvosok Magyarországon"),
        ("fr", "chirurgien dentiste hongrie"),
        ("en", "tooth doctor hungary"),
        ("bg", "Унгария dentists"),
        ("de", "Zahnarzt HU"),
    ],
)
async def test_the_hungarian_dentists_come_first(find: Find, language: str, text: str) -> None:
    found = await find(text, language)

    assert found[0] == "dentists"


async def test_the_ministry_for_all_professions_comes_after_the_chamber(find: Find) -> None:
    assert await find("Zahnarzt Ungarn") == ["dentists", "ministry"]


async def test_filters_narrow_by_country_area_and_profession(find: Find) -> None:
    assert await find("Zahnarzt", country="DE") == ["bavaria"]
    assert await find("Zahnarzt", area="services") == []
    assert await find(competences=("professions:nurse",)) == ["ministry"]


async def test_without_words_everybody_is_listed_by_name_and_page(find: Find) -> None:
    everybody = await find(size=100)
    assert len(everybody) == 7
    assert await find(size=3, page=2) == everybody[3:6]


async def test_a_page_behind_the_last_is_empty_but_keeps_the_total(directory: Directory, find: Find) -> None:
    async with directory.work() as work:
        found = await work.search.find(SearchQuery("Zahnarzt", "de", page=9))
    assert (found.ids, found.total) == ([], 3)


async def test_a_word_that_nobody_uses_does_not_spoil_the_question(find: Find) -> None:
    assert await find("Zahnarzt Xyzzyabc Bayern") == ["bavaria"]


async def test_when_nobody_has_all_words_those_with_most_are_found(find: Find) -> None:
    assert await find("Gesundheitsministerium Zahnarzt München") in (
        ["bavaria", "ministry"],
        ["ministry", "bavaria"],
    )


async def test_words_without_any_likeness_find_nothing(find: Find) -> None:
    assert await find("Xyzzyabc") == []


async def test_signs_of_the_query_language_are_only_signs(find: Find) -> None:
    assert await find("':* & | ! <-> \\ % _") == await find()


async def test_suspended_authorities_are_not_found(find: Find) -> None:
    assert "suspended" not in await find("Régi Kamara", "hu")


async def test_small_towns_are_found_by_parts_of_their_name(find: Find) -> None:
    assert (await find("lloret", "en"))[0] == "town"
    assert (await find("Vistalegre España", "es"))[0] == "town"
