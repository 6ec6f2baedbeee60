"""The search at its real size: `python services/directory/tests/bench/search_at_size.py` with IMI_POSTGRES_URL set.

Prints per kind of question the median and the 95th percentile, of the search alone and of the whole HTTP answer.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
from sqlalchemy import text

from imi_contracts.catalogue import contracts_root
from imi_directory.adapters.directory import Directory
from imi_directory.application.search_document import documents
from imi_directory.application.search_query import SearchQuery
from imi_directory.bootstrap import MIGRATIONS, load_catalogue
from imi_directory.domain.authority import Authority
from imi_directory.entrypoints.http import router
from imi_kit.clock import SystemClock
from imi_kit.http import create_app
from imi_kit.identity import Identity
from imi_kit.sql import Database
from imi_kit.sql.migrations import migrate
from imi_kit.testing import TokenMint
from imi_local.fresh import Servers

BATCH = 250
LETTERS = "bcdfglmnprstvz"
QUESTIONS = {
    "profession and country": [SearchQuery("Zahnarzt Ungarn", "de"), SearchQuery("dentiste Hongrie", "fr")],
    "misspelt": [SearchQuery("Zahnartzt Ungran", "de"), SearchQuery("dentits hungry", "en")],
    "country alone": [SearchQuery("Deutschland", "de"), SearchQuery("Italia", "it")],
    "part of a word": [SearchQuery("kammer", "de"), SearchQuery("Kammer Zahnärzte in Deutschland", "de")],
    "filters only": [
        SearchQuery("", "de", country="DE"),
        SearchQuery("", "hu", competences=("professions:dentist",)),
    ],
    "nothing": [SearchQuery("qqqwwwxx", "de")],
    "no one has all": [SearchQuery("Zahnarzt Architekt Ungarn Spanien", "de")],
    "far page": [SearchQuery("Deutschland", "de", page=50)],
}
KINDS = {
    "chamber": ("Kammer der", "Chamber of", "Chambre des", "Kamara"),
    "ministry": ("Ministerium für", "Ministry of", "Ministère des", "Minisztérium"),
    "municipality": ("Gemeinde", "Municipality", "Commune", "Község"),
}


def invented_town(chance: random.Random) -> str:
    syllables = (chance.choice(LETTERS) + chance.choice("aeiou") for _ in range(chance.randint(3, 5)))
    return "".join(syllables).capitalize()


def invented(number: int, directory: Directory) -> Authority:
    """Authority `number` of a state with the same spread of countries, professions and names every time."""
    chance = random.Random(number)
    vocabularies = directory.catalogue.vocabularies
    country = chance.choice(vocabularies["states"].codes)
    professions = chance.sample(vocabularies["professions"].codes, chance.choice([1, 1, 2, 5]))
    kind, (german, english, french, hungarian) = chance.choice(list(KINDS.items()))
    town = invented_town(chance)

    def title(word: str, language: str) -> str:
        return f"{word} {vocabularies.label('professions', professions[0], language)} {town}"

    return Authority(
        id=UUID(int=number + 1),
        country=country,
        kind=kind,
        official_name=f"{hungarian} {invented_town(chance)} {town} {number}",
        official_language="hu",
        titles={
            "de": title(german, "de"),
            "en": title(english, "en"),
            "fr": title(french, "fr"),
            "hu": title(hungarian, "hu"),
        },
        city=town,
        competences={"professions": professions},
        areas={"professional-qualifications": "authority"},
    )


async def fill(directory: Directory, count: int, languages: tuple[str, ...]) -> None:
    vocabularies = directory.catalogue.vocabularies
    for start in range(0, count, BATCH):
        async with directory.work() as work:
            for number in range(start, min(start + BATCH, count)):
                authority = invented(number, directory)
                await work.authorities.add(authority)
                found_as = documents(authority, vocabularies, languages)
                await work.search.put(authority, found_as, directory.catalogue.fingerprint)
    async with directory.work() as work:
        connection = await work.session.connection()
        await connection.execute(text("analyze"))


async def times(ask: Callable[[SearchQuery], Awaitable[int]], repeats: int) -> dict[str, dict[str, float]]:
    """Milliseconds per kind of question."""
    figures = {}
    for name, questions in QUESTIONS.items():
        taken, total = [], 0
        for _ in range(repeats):
            for question in questions:
                begun = time.perf_counter()
                total = await ask(question)
                taken.append((time.perf_counter() - begun) * 1000)
        cuts = statistics.quantiles(taken, n=20)
        figures[name] = {
            "p50_ms": round(statistics.median(taken), 1),
            "p95_ms": round(cuts[-1], 1),
            "found": total,
        }
    return figures


async def measure(
    database_url: str, *, count: int = 12_500, repeats: int = 40, languages: tuple[str, ...] = ()
) -> dict[str, object]:
    """Fill a fresh database and ask; figures by question for the search and for the whole HTTP answer."""
    await asyncio.to_thread(migrate, database_url, MIGRATIONS)
    database, mint = Database(database_url), TokenMint()
    directory = Directory(database, load_catalogue(contracts_root()), SystemClock())
    languages = languages or directory.catalogue.languages
    begun = time.perf_counter()
    await fill(directory, count, languages)
    filled = time.perf_counter() - begun

    async def search(question: SearchQuery) -> int:
        async with directory.work() as work:
            return (await work.search.find(question)).total

    app = create_app("directory", identity_public_key=mint.public_key, checks={})
    app.state.directory = directory
    app.include_router(router)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://directory") as client:

        async def over_http(question: SearchQuery) -> int:
            params: dict[str, str | int] = {
                "q": question.text,
                "lang": question.language,
                "page": question.page,
            }
            params |= {"country": question.country} if question.country else {}
            params |= {"competence": question.competences[0]} if question.competences else {}
            headers = mint.bearer(Identity("bench", "administrator"))
            answer = await client.get("/authorities", params=params, headers=headers)
            return int(answer.json()["total"])

        figures = {"search": await times(search, repeats), "http": await times(over_http, repeats)}
    async with database.engine.connect() as connection:
        size = await connection.scalar(text("select pg_database_size(current_database())"))
    await database.close()
    return {
        "authorities": count,
        "languages": len(languages),
        "filled_s": round(filled, 1),
        "database_mb": round((size or 0) / 2**20),
        **figures,
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 12_500
    languages = tuple(sys.argv[2].split(",")) if len(sys.argv) > 2 else ()
    with Servers.of(dict(os.environ)).fresh_database() as url:
        figures = asyncio.run(measure(url, count=count, languages=languages))
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
