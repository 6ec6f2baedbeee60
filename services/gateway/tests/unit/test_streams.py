"""Open pages are told what concerns them, and nothing else."""

from typing import Any
from uuid import uuid4

from imi_gateway.application.streams import PENDING_LIMIT, Streams
from imi_gateway.domain.changes import NOTICES, REQUESTS, STATISTICS, Change, request_changed
from imi_gateway.domain.person import Person


def person(**more: Any) -> Person:
    values: dict[str, Any] = {
        "user_id": uuid4(),
        "name": "Anna",
        "language": "de",
        "authority_id": uuid4(),
        "country": "DE",
        "roles": {},
        "session": uuid4().bytes,
    }
    return Person(**(values | more))


async def test_each_page_hears_of_its_person_its_authority_and_of_all() -> None:
    streams, anna, request = Streams(4), person(), uuid4()
    with streams.opened(anna) as page, streams.opened(person()) as other:
        streams.tell(Change.of_user(NOTICES, anna.user_id))
        streams.tell(Change.of_authority(request_changed(request), anna.authority_id))
        streams.tell(Change(STATISTICS, "all"))
        assert await page.next(1) == [NOTICES, f"request:{request}", STATISTICS]
        assert await other.next(1) == [STATISTICS]


async def test_what_piles_up_melts_and_never_grows_without_end() -> None:
    streams, anna = Streams(4), person()
    with streams.opened(anna) as page:
        for _ in range(3):
            streams.tell(Change.of_user(NOTICES, anna.user_id))
        assert await page.next(1) == [NOTICES]
        for _ in range(10 * PENDING_LIMIT):
            streams.tell(Change.of_authority(request_changed(uuid4()), anna.authority_id))
        names = await page.next(1)
        assert len(names) == PENDING_LIMIT + 1
        assert names[-1] == REQUESTS


async def test_a_session_may_have_a_few_pages_open_and_closing_one_makes_room() -> None:
    streams, anna = Streams(2), person()
    with streams.opened(anna):
        assert streams.has_room(anna)
        with streams.opened(anna):
            assert not streams.has_room(anna)
            assert streams.has_room(person())
        assert streams.has_room(anna)


async def test_logout_ends_the_pages_of_this_session_and_deactivation_those_of_the_user() -> None:
    streams, anna = Streams(4), person()
    elsewhere = person(user_id=anna.user_id)
    with streams.opened(anna) as here, streams.opened(elsewhere) as there:
        streams.tell(Change.end_of_session(anna.session))
        assert (here.ended, there.ended) == (True, False)
        streams.tell(Change.end_of_user(anna.user_id))
        assert there.ended


def test_a_change_survives_the_way_through_the_database() -> None:
    for change in (
        Change.of_user(NOTICES, uuid4()),
        Change.end_of_session(b"\x00" * 32),
        Change(STATISTICS, "all"),
    ):
        assert Change.from_json(change.to_json()) == change
        assert len(change.to_json()) < 8_000
