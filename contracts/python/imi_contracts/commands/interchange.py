"""What a member state's own system may say on exchange `interchange`, and the receipt it gets.

The country comes from the broker's authenticated user, never from these bodies (design, section 3).
"""

from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from imi_contracts.codes import Code, CountryCode
from imi_contracts.messages import Command, Event, command, event


class InterchangeCommand(Command):
    """A step on one request. `version` is the one last seen; leave it out to act on whatever is current."""

    queue: ClassVar[str] = "gateway.interchange"
    name: ClassVar[str]
    request_id: UUID
    version: int | None = Field(default=None, ge=1)


class GivenAnswer(Command):
    """An answer by code: `yes`/`no`, option ids, ISO dates; `comment` is free text in `language`."""

    type = "interchange.answer.v1"
    queue = "gateway.interchange"
    question: Code
    value: Any
    comment: str | None = Field(default=None, max_length=4_000)


@command
class ShowRequest(InterchangeCommand):
    """Ask for the request as this state may see it now; the receipt carries it as `result`."""

    type = "interchange.request.show.v1"
    name = "show"


@command
class AcceptRequest(InterchangeCommand):
    """Take over the duty to answer; `deadline` proposes another date than the requester's."""

    type = "interchange.request.accept.v1"
    name = "accept"
    deadline: date | None = None


@command
class ProposeDeadline(InterchangeCommand):
    type = "interchange.deadline.propose.v1"
    name = "propose-deadline"
    deadline: date


@command
class AgreeDeadline(InterchangeCommand):
    type = "interchange.deadline.agree.v1"
    name = "agree-deadline"


@command
class ReplyToRequest(InterchangeCommand):
    """Provide the information: all answers, and a sentence of free text if wanted."""

    type = "interchange.request.reply.v1"
    name = "reply"
    answers: list[GivenAnswer] = Field(max_length=500)
    free_text: str | None = Field(default=None, max_length=20_000)
    language: str | None = Field(
        default=None, pattern=r"^[a-z]{2}$", description="language of the free texts"
    )


@command
class CloseRequest(InterchangeCommand):
    """Accept the information and close; the two ratings are those of the web page."""

    type = "interchange.request.close.v1"
    name = "close"
    timeliness: Literal["positive", "neutral", "negative"] | None = None
    effort: Literal["positive", "neutral", "negative"] | None = None


INTERCHANGE: dict[str, type[InterchangeCommand]] = {
    model.name: model
    for model in (ShowRequest, AcceptRequest, ProposeDeadline, AgreeDeadline, ReplyToRequest, CloseRequest)
}


@event
class Receipt(Event):
    """Answer to one message of a member state, on its own queue only.

    `body_sha256` proves which bytes were judged; a repeated message gets the very same receipt again.
    """

    type = "interchange.receipt.v1"
    message_id: str
    country: CountryCode
    command: str
    body_sha256: str
    outcome: Literal["accepted", "refused"]
    code: str | None = Field(default=None, description="stable error code of a refusal")
    pointer: str | None = Field(default=None, description="JSON pointer to the field at fault")
    params: dict[str, Any] = Field(default_factory=dict)
    retryable: bool = False
    received_at: datetime
    result: dict[str, Any] | None = None
