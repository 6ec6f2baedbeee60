"""The API: a person's own notices, and for the administration the mails that could not be sent."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from imi_contracts.codes import LanguageCode
from imi_contracts.errors import Refused
from imi_kit.http import CurrentIdentity
from imi_kit.identity import Identity
from imi_notifications.adapters.inbox import Inbox
from imi_notifications.adapters.outgoing import MongoOutgoing
from imi_notifications.adapters.texts import NoticeTexts
from imi_notifications.domain.delivery import MailState
from imi_notifications.entrypoints.schemas import MailLine, MarkedRead, NoticeView, Page, Unread

router = APIRouter()
Number = Annotated[int, Query(ge=1, le=10_000)]
Size = Annotated[int, Query(ge=1, le=100)]


@dataclass(frozen=True)
class Desk:
    """What the routes work with."""

    inbox: Inbox
    outgoing: MongoOutgoing
    texts: NoticeTexts


async def current_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def administrator(identity: CurrentIdentity) -> Identity:
    if identity.kind != "administrator":
        raise Refused("identity.forbidden")
    return identity


CurrentDesk = Annotated[Desk, Depends(current_desk)]
Administrator = Annotated[Identity, Depends(administrator)]


@router.get("/notices")
async def notices(
    identity: CurrentIdentity,
    desk: CurrentDesk,
    *,
    page: Number = 1,
    size: Size = 20,
    unread: bool = False,
    lang: LanguageCode | None = None,
) -> Page[NoticeView]:
    """The caller's notices, newest first, in `lang` or the caller's language."""
    found = await desk.inbox.page(identity.subject, number=page, size=size, unread=unread)
    items = [
        NoticeView.of(n, desk.texts.words(n, found.actors.get(n.news.actor), lang or identity.language))
        for n in found.notices
    ]
    return Page(items=items, total=found.total, page=page, size=size)


@router.get("/notices/count")
async def count(identity: CurrentIdentity, desk: CurrentDesk) -> Unread:
    """How many of the caller's notices wait to be read."""
    return Unread(unread=await desk.inbox.unread(identity.subject))


@router.post("/notices/read-all")
async def read_all(identity: CurrentIdentity, desk: CurrentDesk) -> MarkedRead:
    """Mark all of the caller's notices as read."""
    return MarkedRead(read=await desk.inbox.read_all(identity.subject))


@router.post("/notices/{notice_id}/read")
async def read(notice_id: UUID, identity: CurrentIdentity, desk: CurrentDesk) -> NoticeView:
    """Mark one as read; another person's notice does not exist for the caller."""
    notice = await desk.inbox.read(identity.subject, notice_id)
    if notice is None:
        raise Refused("resource.not_found")
    actors = await desk.inbox.actors([notice])
    return NoticeView.of(notice, desk.texts.words(notice, actors.get(notice.news.actor), identity.language))


@router.get("/mails")
async def mails(
    _: Administrator,
    desk: CurrentDesk,
    state: MailState = MailState.FAILED,
    page: Number = 1,
    size: Size = 20,
) -> Page[MailLine]:
    """Mails in a state, oldest first: the failed ones are for the administration to see to."""
    rows, total = await desk.outgoing.listing(state, number=page, size=size)
    return Page(items=[MailLine.of(row) for row in rows], total=total, page=page, size=size)


@router.post("/mails/{notice_id}/retry", status_code=204)
async def retry(notice_id: UUID, _: Administrator, desk: CurrentDesk) -> None:
    """Try a failed mail again."""
    if not await desk.outgoing.retry(notice_id):
        raise Refused("mail.not_failed")
