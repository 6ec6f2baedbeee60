"""What callers send over HTTP, as pydantic models; turned into commands without further thought."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from imi_contracts.codes import AreaCode, LanguageCode
from imi_requests.application.commands.accept_request import AcceptRequest
from imi_requests.application.commands.agree_deadline import AgreeDeadline
from imi_requests.application.commands.close_request import CloseRequest
from imi_requests.application.commands.create_request import CreateRequest
from imi_requests.application.commands.propose_deadline import ProposeDeadline
from imi_requests.application.commands.reply_to_request import ReplyToRequest
from imi_requests.application.commands.save_answers import NewAnswer, SaveAnswers
from imi_requests.application.commands.save_draft import SaveDraft
from imi_requests.application.commands.send_request import SendRequest
from imi_requests.application.commands.withdraw_request import WithdrawRequest
from imi_requests.domain.request import AskedQuestion, DraftContent, Ratings, RatingValue
from imi_requests.domain.texts import MAX_COMMENT, MAX_FREE_TEXT

MAX_QUESTIONS, MAX_ANSWERS, MAX_FIELDS = 100, 500, 100

Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]
FreeText = Annotated[str | None, Field(max_length=MAX_FREE_TEXT)]
Remark = Annotated[str | None, Field(max_length=MAX_COMMENT)]
RatingCode = Literal["positive", "neutral", "negative"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, data: Any) -> Any:
        """JSON can spell characters that are no text and that no store takes: NUL and half a surrogate pair."""
        if any("\0" in word or _broken(word) for word in _words(data)):
            raise ValueError("text with characters that do not exist")
        return data


def _words(data: Any) -> Iterator[str]:
    """Every string in a JSON value, keys included."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value


def _broken(word: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in word)


class Problem(BaseModel):
    """Every refusal (RFC 9457): `code` is stable, `params` fill its sentence, `pointer` leads to the field.

    Where several things are wrong, `params.problems` lists all of them as {code, pointer, params}.
    """

    type: str
    title: str
    status: int
    code: str
    params: dict[str, Any]
    pointer: str | None
    retryable: bool
    trace_id: str | None


REFUSALS: dict[int | str, dict[str, Any]] = {
    "default": {"model": Problem, "description": "Refused, as application/problem+json"}
}


class Versioned(_Body):
    """`version` is the one last seen; without it the step acts on whatever is current."""

    version: int | None = Field(default=None, ge=1)


class NewRequest(_Body):
    """`kind` null takes the area's first kind of request."""

    area: AreaCode
    responding_authority: UUID
    language: LanguageCode
    kind: Name | None = None

    def command(self) -> CreateRequest:
        return CreateRequest(self.area, self.responding_authority, self.language, self.kind)


class DraftQuestion(_Body):
    question: Name
    parameters: dict[Name, Any] = Field(default_factory=dict, max_length=MAX_FIELDS)
    attachment_wanted: bool = False


class Draft(Versioned):
    """`kind` null leaves the kind of request as it is; `reason` says why it is urgent, where the kind asks it."""

    subject: dict[Name, Any] = Field(default_factory=dict, max_length=MAX_FIELDS)
    questions: list[DraftQuestion] = Field(default_factory=list, max_length=MAX_QUESTIONS)
    free_text: FreeText = None
    deadline: date | None = None
    legal_basis: Name | None = None
    kind: Name | None = None
    reason: Remark = None

    def command(self, request_id: UUID) -> SaveDraft:
        asked = tuple(
            AskedQuestion(item.question, _filled(item.parameters), item.attachment_wanted)
            for item in self.questions
        )
        content = DraftContent(
            _filled(self.subject),
            asked,
            self.free_text,
            self.deadline,
            self.legal_basis,
            self.kind,
            self.reason,
        )
        return SaveDraft(request_id, self.version, content)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """An empty form field says nothing."""
    return {name: value for name, value in values.items() if value not in (None, "")}


class Send(Versioned):
    def command(self, request_id: UUID) -> SendRequest:
        return SendRequest(request_id, self.version)


class Withdraw(Versioned):
    remark: Remark = None

    def command(self, request_id: UUID) -> WithdrawRequest:
        return WithdrawRequest(request_id, self.version, self.remark)


class Accept(Versioned):
    """`deadline` null agrees to the date on the table."""

    deadline: date | None = None

    def command(self, request_id: UUID) -> AcceptRequest:
        return AcceptRequest(request_id, self.version, self.deadline)


class Propose(Versioned):
    deadline: date

    def command(self, request_id: UUID) -> ProposeDeadline:
        return ProposeDeadline(request_id, self.version, self.deadline)


class Agree(Versioned):
    def command(self, request_id: UUID) -> AgreeDeadline:
        return AgreeDeadline(request_id, self.version)


class Answer(_Body):
    """By code: yes/no, choice ids, ISO dates, text; or {"special": "not_known"}."""

    question: Name
    value: Any = None
    comment: Remark = None


class Answers(Versioned):
    """`answers` replaces all saved ones; null keeps answers and free text as they are saved."""

    answers: list[Answer] | None = Field(default=None, max_length=MAX_ANSWERS)
    free_text: FreeText = None
    language: LanguageCode | None = None

    def _given(self) -> tuple[NewAnswer, ...] | None:
        if self.answers is None:
            return None
        return tuple(
            NewAnswer(a.question, None if a.value == "" else a.value, a.comment) for a in self.answers
        )

    def save(self, request_id: UUID) -> SaveAnswers:
        return SaveAnswers(request_id, self.version, self._given(), self.free_text, self.language)

    def reply(self, request_id: UUID) -> ReplyToRequest:
        return ReplyToRequest(request_id, self.version, self._given(), self.free_text, self.language)


class GivenRatings(_Body):
    timeliness: RatingCode | None = None
    effort: RatingCode | None = None
    remark: Remark = None


class Close(Versioned):
    ratings: GivenRatings = Field(default_factory=GivenRatings)

    def command(self, request_id: UUID) -> CloseRequest:
        given = self.ratings
        ratings = Ratings(
            RatingValue(given.timeliness) if given.timeliness else None,
            RatingValue(given.effort) if given.effort else None,
            given.remark,
        )
        return CloseRequest(request_id, self.version, ratings)


class WantedLanguage(_Body):
    language: LanguageCode
