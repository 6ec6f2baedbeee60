"""The base of every message model and the registries through which a type name finds its contract."""

from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """Data of a message; `type` is its name on the bus and never changes, a breaking change gets a new version."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: ClassVar[str]


class Event(Message):
    """A fact, past tense, broadcast: identifiers, codes, dates and countries only (design, section 3)."""


class Command(Message):
    """A wish addressed to one service; private, may carry content."""

    queue: ClassVar[str]


EVENTS: dict[str, type[Event]] = {}
COMMANDS: dict[str, type[Command]] = {}

EventT = TypeVar("EventT", bound=type[Event])
CommandT = TypeVar("CommandT", bound=type[Command])


def event(model: EventT) -> EventT:
    """Class decorator: register an event model under its type."""
    EVENTS[model.type] = model
    return model


def command(model: CommandT) -> CommandT:
    """Class decorator: register a command model under its type."""
    COMMANDS[model.type] = model
    return model


def contract_of(type_name: str) -> type[Message] | None:
    """The model that data of this type must satisfy, or None when nobody agreed on such a type."""
    return EVENTS.get(type_name) or COMMANDS.get(type_name)
