"""An update of the vocabularies reaches the search without anybody touching the authorities."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from imi_contracts.catalogue import Texts
from imi_contracts.catalogue.texts import Text
from imi_contracts.vocabularies import Vocabularies
from imi_directory.adapters.directory import Directory
from imi_directory.application.announce import index_authority
from imi_directory.application.search_query import SearchQuery
from imi_directory.domain.authority import Authority
from imi_directory.entrypoints.reindexer import Reindexer

pytestmark = pytest.mark.integration
Make = Callable[..., Authority]


async def found(directory: Directory, text: str, language: str, **more: object) -> int:
    async with directory.work() as work:
        return (await work.search.find(SearchQuery(text, language, **more))).total


@pytest.fixture
async def registered(directory: Directory, nimic: Make, chamber: Make) -> Authority:
    hungary = nimic()
    authority = chamber(hungary, competences={"professions": ["dentist"], "activities": ["F"]})
    async with directory.work() as work:
        for each in (hungary, authority):
            await work.authorities.add(each)
            await index_authority(each, directory.catalogue, work)
    return authority


def with_synonym(directory: Directory, language: str, key: str, words: str) -> None:
    """The same vocabularies with one more text, as an update brings it."""
    known = directory.catalogue.vocabularies
    by_language = {code: dict(texts) for code, texts in known["professions"].texts.by_language.items()}
    by_language.setdefault(language, {})[key] = Text(words, words, 1)
    texts = Texts(by_language)
    lists = {name: replace(vocabulary, texts=texts) for name, vocabulary in known.items()}
    changed = Vocabularies(MappingProxyType(lists), texts)
    directory.catalogue = replace(directory.catalogue, vocabularies=changed)


@pytest.mark.usefixtures("registered")
async def test_a_new_everyday_word_finds_authorities_registered_before(directory: Directory) -> None:
    assert await found(directory, "odontólogo", "es") == 0
    with_synonym(directory, "es", "professions.dentist.synonyms", "odontólogo; estomatólogo")
    assert await Reindexer(directory).reindex(asyncio.Event()) == 2
    assert await found(directory, "odontólogo", "es") == 1


@pytest.mark.usefixtures("registered")
async def test_without_a_change_nothing_is_indexed_again(directory: Directory) -> None:
    assert await Reindexer(directory).reindex(asyncio.Event()) == 0


@pytest.mark.usefixtures("registered")
async def test_an_authority_for_a_section_is_found_for_its_divisions(directory: Directory) -> None:
    assert await found(directory, "", "en", competences=("activities:43", "activities:F")) == 1
    assert await found(directory, "", "en", competences=("activities:I",)) == 0
