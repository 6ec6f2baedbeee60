"""What the notifications service announces, so that an open page can show it."""

from uuid import UUID

from imi_contracts.codes import Code
from imi_contracts.messages import Event, event


@event
class NoticeCreated(Event):
    """A person has a new notice; no content, the person's page fetches it."""

    type = "notifications.notice.created.v1"
    notice_id: UUID
    user_id: UUID
    kind: Code
