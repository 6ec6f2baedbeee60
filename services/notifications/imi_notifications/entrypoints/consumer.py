"""Which events are handled how; everything else on the queue is acknowledged and forgotten."""

from typing import Any

from imi_contracts.events import (
    AuthorityChanged,
    AuthorityRegistered,
    DeadlineAgreed,
    DeadlineProposed,
    RequestAccepted,
    RequestClosed,
    RequestReplied,
    RequestSent,
    RequestWithdrawn,
    UserChanged,
    UserRegistered,
)
from imi_contracts.messages import Message
from imi_kit.bus.dispatch import Handler
from imi_notifications.application.copies import keep_authority, keep_user
from imi_notifications.application.tell import tell_step

QUEUE = "notifications.events"
STEPS = (
    RequestSent,
    RequestAccepted,
    DeadlineProposed,
    DeadlineAgreed,
    RequestReplied,
    RequestClosed,
    RequestWithdrawn,
)
HANDLERS: dict[type[Message], Handler[Any]] = {
    AuthorityRegistered: keep_authority,
    AuthorityChanged: keep_authority,
    UserRegistered: keep_user,
    UserChanged: keep_user,
    **dict.fromkeys(STEPS, tell_step),
}
