"""Commands through fakes: what they change, what they announce, what the search is told."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from imi_contracts.errors import Refused
from imi_contracts.events.directory import AuthorityChanged, AuthorityRegistered, UserChanged, UserRegistered
from imi_contracts.vocabularies import Role
from imi_directory.application import commands
from imi_directory.application.ports import Catalogue
from imi_directory.application.search_document import SearchDocument
from imi_directory.application.search_query import Found, SearchQuery
from imi_directory.domain.authority import Authority, Status
from imi_directory.domain.rights import Caller
from imi_directory.domain.user import User
from imi_kit.testing import FakeUnitOfWork

Make = Callable[..., Authority]
COMMISSION = Caller("commission", commission=True)


class _Kept:
    """Authorities or users in a dictionary."""

    def __init__(self) -> None:
        self.all: dict[UUID, Any] = {}

    async def get(self, id_: UUID, *, lock: bool = False) -> Any:
        return self.all.get(id_)

    async def many(self, ids: Sequence[UUID]) -> dict[UUID, Any]:
        return {id_: self.all[id_] for id_ in ids if id_ in self.all}

    async def of(self, authority: UUID, *, page: int, size: int) -> tuple[list[Any], int]:
        found = [user for user in self.all.values() if user.authority == authority]
        return found[:size], len(found)

    async def add(self, thing: Authority | User) -> None:
        self.all[thing.id] = thing

    async def save(self, thing: Authority | User) -> None:
        await self.add(thing)


class _Search:
    def __init__(self) -> None:
        self.listed: dict[UUID, Sequence[SearchDocument]] = {}

    async def put(self, authority: Authority, documents: Sequence[SearchDocument], fingerprint: str) -> None:
        self.listed[authority.id] = documents

    async def find(self, query: SearchQuery) -> Found:
        raise NotImplementedError


class _Work(FakeUnitOfWork):
    def __init__(self) -> None:
        super().__init__()
        self.authorities, self.users, self.search = _Kept(), _Kept(), _Search()


@pytest.fixture
def work() -> _Work:
    return _Work()


async def test_a_registration_is_announced_and_found_in_every_language(
    work: _Work, catalogue: Catalogue, nimic: Make
) -> None:
    authority = await commands.register_authority(nimic(), COMMISSION, catalogue, work)

    (event,) = work.events
    assert isinstance(event, AuthorityRegistered)
    assert event.authority_id == authority.id
    assert [d.language for d in work.search.listed[authority.id]] == list(catalogue.languages)


async def test_a_retired_authority_leaves_the_search_and_the_next_version_is_announced(
    work: _Work, catalogue: Catalogue, nimic: Make
) -> None:
    authority = await commands.register_authority(nimic(), COMMISSION, catalogue, work)
    change = commands.ChangeAuthority(authority.id, 1, {"status": Status.RETIRED})

    changed = await commands.change_authority(change, COMMISSION, catalogue, work)

    assert changed.version == 2
    assert isinstance(work.events[-1], AuthorityChanged)
    assert work.sequences == [1, 2]
    assert work.search.listed[authority.id] == []


async def test_nothing_is_announced_when_the_change_is_refused(
    work: _Work, catalogue: Catalogue, nimic: Make
) -> None:
    authority = await commands.register_authority(nimic(), COMMISSION, catalogue, work)
    change = commands.ChangeAuthority(authority.id, 1, {"competences": {"professions": ["wizard"]}})

    with pytest.raises(Refused, match=r"directory\.code_unknown"):
        await commands.change_authority(change, COMMISSION, catalogue, work)
    assert len(work.events) == 1


async def test_an_official_who_leaves_is_announced_as_inactive(
    work: _Work, catalogue: Catalogue, nimic: Make
) -> None:
    authority = await commands.register_authority(nimic(), COMMISSION, catalogue, work)
    user = User(uuid4(), authority.id, "Anna T.", "anna@example.org", "hu")
    await commands.register_user(user, COMMISSION, catalogue, work)
    own = Caller("lda", authority=authority.id, administers=True)

    await commands.change_user(commands.ChangeUser(user.id, 1, {"active": False}), own, catalogue, work)

    registered, changed = work.events[1:]
    assert isinstance(registered, UserRegistered)
    assert isinstance(changed, UserChanged)
    assert (registered.active, changed.active) == (True, False)
    assert Role.LOCAL_DATA_ADMINISTRATOR in changed.roles["*"]


async def test_who_administers_another_authority_changes_nobody(
    work: _Work, catalogue: Catalogue, nimic: Make
) -> None:
    hungary = await commands.register_authority(nimic("HU"), COMMISSION, catalogue, work)
    germany = await commands.register_authority(nimic("DE"), COMMISSION, catalogue, work)
    user = User(uuid4(), hungary.id, "Anna T.", "anna@example.org", "hu")
    await commands.register_user(user, COMMISSION, catalogue, work)
    foreign = Caller("lda", authority=germany.id, administers=True)

    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await commands.change_user(commands.ChangeUser(user.id, 1, {}), foreign, catalogue, work)
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        await commands.register_user(replace(user, id=uuid4()), foreign, catalogue, work)
