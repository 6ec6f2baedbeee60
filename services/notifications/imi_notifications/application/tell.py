"""Tell the people on the other side what happened on a request."""

from collections.abc import Sequence

from imi_contracts.envelope import Envelope
from imi_contracts.events import NoticeCreated, RequestStep
from imi_kit.telemetry import get_logger
from imi_notifications.application.ports import NotificationsWork
from imi_notifications.domain.news import News, Notice
from imi_notifications.domain.people import User

log = get_logger("tell")


async def tell_step(step: RequestStep, envelope: Envelope, work: NotificationsWork) -> None:
    """One notice per person who handles or hands out requests in the area at the authority that did not act.

    Every step is told, however late it arrives: it happened, and its notice carries its own time.
    """
    news = News.of(step, envelope.id)
    people = [user for user in await work.people_of(news.told) if user.is_told_about(news.area)]
    if people:
        await _tell(people, news, work)
        return
    # The directory's events may come later than those of requests.
    log.warning("nobody_to_tell", authority=str(news.told), area=news.area, kind=news.kind)
    await work.park(news)


async def tell_parked(user: User, work: NotificationsWork) -> None:
    """Tell what had to wait until somebody of the authority is known."""
    for news in await work.parked_for(user.authority_id):
        if user.is_told_about(news.area):
            await _tell([user], news, work)
            await work.unpark(news)


async def _tell(people: Sequence[User], news: News, work: NotificationsWork) -> None:
    notices = [Notice.to(user.id, news) for user in people]
    await work.add(notices)
    for notice in notices:
        created = NoticeCreated(notice_id=notice.id, user_id=notice.user_id, kind=news.kind)
        work.publish(created, subject=notice.id, sequence=1)
