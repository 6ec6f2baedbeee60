"""Wishes addressed to one service; importing this package registers all of them."""

from imi_contracts.commands.interchange import (
    INTERCHANGE,
    AcceptRequest,
    AgreeDeadline,
    CloseRequest,
    InterchangeCommand,
    ProposeDeadline,
    Receipt,
    ReplyToRequest,
    ShowRequest,
)
from imi_contracts.commands.translation import TextTranslation, TranslateText

__all__ = [
    "INTERCHANGE",
    "AcceptRequest",
    "AgreeDeadline",
    "CloseRequest",
    "InterchangeCommand",
    "ProposeDeadline",
    "Receipt",
    "ReplyToRequest",
    "ShowRequest",
    "TextTranslation",
    "TranslateText",
]
