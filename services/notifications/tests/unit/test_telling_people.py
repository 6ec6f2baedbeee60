"""Who is told what: the people who act on requests, at the authority that did not act, once each."""

from datetime import UTC, datetime
from typing import Any

import pytest

from imi_contracts.events import (
    DeadlineProposed,
    NoticeCreated,
    RequestAccepted,
    RequestReplied,
    RequestSent,
    UserChanged,
)
from imi_kit.bus.dispatch import Dispatcher
from imi_kit.testing import enveloped
from imi_notifications.entrypoints.consumer import HANDLERS


async def arrive(work: Any, *events: Any, sequence: int = 1) -> None:
    dispatcher = Dispatcher(lambda: work, HANDLERS)
    for event in events:
        await dispatcher.handle([enveloped(event, sequence=sequence)])


async def test_a_sent_request_is_told_to_handlers_and_allocators_of_the_other_authority(
    world: Any, work: Any
) -> None:
    handler, allocator = world.user(), world.user(roles=["allocator"])
    others = [world.user(roles=["viewer"]), world.user(roles=["basic_user"]), world.user("DE")]
    await arrive(work, handler, allocator, *others, world.step(RequestSent))
    assert {notice.user_id for notice in work.notices} == {handler.user_id, allocator.user_id}
    assert {notice.news.kind for notice in work.notices} == {"request.sent"}


@pytest.mark.parametrize("model", [RequestAccepted, RequestReplied])
async def test_what_the_responding_side_does_is_told_to_the_requesting_side(
    world: Any, work: Any, model: Any
) -> None:
    german, hungarian = world.user("DE"), world.user("HU")
    await arrive(work, german, hungarian, world.step(model, side="responding"))
    assert [notice.user_id for notice in work.notices] == [german.user_id]
    assert work.notices[0].news.actor == world.hungarian


async def test_both_sides_can_propose_a_date_and_the_other_is_told(world: Any, work: Any) -> None:
    german, hungarian = world.user("DE"), world.user("HU")
    await arrive(work, german, hungarian)
    await arrive(work, world.step(DeadlineProposed, side="responding"))
    await arrive(work, world.step(DeadlineProposed, side="requesting"))
    assert [notice.user_id for notice in work.notices] == [german.user_id, hungarian.user_id]


async def test_a_role_in_another_area_does_not_count_but_one_for_all_areas_does(
    world: Any, work: Any
) -> None:
    elsewhere = world.user(roles=[]).model_copy(update={"roles": {"services": ["request_handler"]}})
    everywhere = world.user(roles=[]).model_copy(update={"roles": {"*": ["request_handler"]}})
    await arrive(work, elsewhere, everywhere, world.step(RequestSent))
    assert [notice.user_id for notice in work.notices] == [everywhere.user_id]


async def test_who_left_is_not_told(world: Any, work: Any) -> None:
    await arrive(work, world.user(active=False), world.step(RequestSent))
    assert work.notices == []


async def test_each_notice_is_announced_without_content(world: Any, work: Any) -> None:
    user = world.user()
    await arrive(work, user, world.step(RequestSent))
    (event,) = work.events
    assert event == NoticeCreated(notice_id=work.notices[0].id, user_id=user.user_id, kind="request.sent")


async def test_the_same_event_arriving_twice_is_told_once(world: Any, work: Any) -> None:
    await arrive(work, world.user())
    step = enveloped(world.step(RequestSent))
    for _ in range(2):
        await Dispatcher(lambda: work, HANDLERS).handle([step])
    assert len(work.notices) == len(work.events) == 1


async def test_an_older_record_of_a_person_does_not_overwrite_a_newer_one(world: Any, work: Any) -> None:
    registered = world.user()
    moved = UserChanged(**registered.model_dump() | {"email": "new@kamara.example"})
    await arrive(work, moved, sequence=2)
    await arrive(work, registered, sequence=1)
    ((copy, sequence),) = work.copies.values()
    assert (copy.email, sequence) == ("new@kamara.example", 2)


async def test_a_step_that_comes_before_its_people_is_told_when_they_come(world: Any, work: Any) -> None:
    await arrive(work, world.step(RequestSent))
    assert work.notices == []
    viewer, handler = world.user(roles=["viewer"]), world.user()
    await arrive(work, viewer)
    assert work.notices == []
    await arrive(work, handler)
    assert [notice.user_id for notice in work.notices] == [handler.user_id]
    assert work.parked == []


async def test_a_step_that_arrives_late_is_still_told_with_its_own_time(world: Any, work: Any) -> None:
    await arrive(work, world.user())
    at = datetime(2026, 3, 5, tzinfo=UTC)
    await arrive(work, world.step(DeadlineProposed, happened_at=at), sequence=5)
    await arrive(work, world.step(RequestSent), sequence=2)
    assert [n.news.kind for n in work.notices] == ["deadline.proposed", "request.sent"]
    assert work.notices[0].news.at == at
