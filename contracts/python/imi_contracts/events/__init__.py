"""Facts that services broadcast; importing this package registers all of them."""

from imi_contracts.events.directory import AuthorityChanged, AuthorityRegistered, UserChanged, UserRegistered
from imi_contracts.events.notifications import NoticeCreated
from imi_contracts.events.requests import (
    DeadlineAgreed,
    DeadlineProposed,
    RequestAccepted,
    RequestClosed,
    RequestReplied,
    RequestSent,
    RequestStep,
    RequestWithdrawn,
    TextTranslated,
)
from imi_contracts.events.statistics import ScoreboardChanged
from imi_contracts.events.translation import CataloguePublished

__all__ = [
    "AuthorityChanged",
    "AuthorityRegistered",
    "CataloguePublished",
    "DeadlineAgreed",
    "DeadlineProposed",
    "NoticeCreated",
    "RequestAccepted",
    "RequestClosed",
    "RequestReplied",
    "RequestSent",
    "RequestStep",
    "RequestWithdrawn",
    "ScoreboardChanged",
    "TextTranslated",
    "UserChanged",
    "UserRegistered",
]
