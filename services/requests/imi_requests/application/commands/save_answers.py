"""Save answers as far as they are known; the other side sees nothing of them before the reply."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imi_contracts.areas import Area, Problem, special_of
from imi_contracts.vocabularies.enums import Action, AnswerType, Side
from imi_requests.application.access import Access, find_for
from imi_requests.application.completeness import answer_problems, refuse_if_any
from imi_requests.application.ports import Areas, Work
from imi_requests.application.recording import record
from imi_requests.domain.actor import Actor
from imi_requests.domain.request import REPLY_TEXT, GivenAnswer, Request


@dataclass(frozen=True)
class NewAnswer:
    question: str
    value: Any = None
    comment: str | None = None


@dataclass(frozen=True)
class SaveAnswers:
    """`answers` replaces all saved ones; None leaves answers and free text as they are saved."""

    request_id: UUID
    version: int | None
    answers: tuple[NewAnswer, ...] | None
    free_text: str | None = None
    language: str | None = None


async def save_answers(command: SaveAnswers, actor: Actor, work: Work, areas: Areas) -> UUID:
    access, row = await find_for(Action.SAVE_ANSWERS, command.request_id, actor, command.version, work)
    request = access.request
    refuse_if_any("reply.invalid", repeated(command))
    await write_answers(command, access, work, areas.of(request))
    refuse_if_any("reply.invalid", answer_problems(areas.of(request), request, request.answers))
    request.step(row, work.clock.now())
    await work.requests.save(request)
    await record(row.action.value, access, work)
    return request.id


def repeated(command: SaveAnswers) -> list[Problem]:
    """Problems of a question answered twice."""
    seen: set[str] = set()
    problems = []
    for index, answer in enumerate(command.answers or ()):
        if answer.question in seen:
            problems.append(Problem("answer.given_twice", f"/answers/{index}", {"question": answer.question}))
        seen.add(answer.question)
    return problems


async def write_answers(command: SaveAnswers, access: Access, work: Work, area: Area) -> None:
    """Put answers and what they say in words onto the request; unchanged ones keep their time."""
    if command.answers is None:
        return
    request, now = access.request, work.clock.now()
    before = request.answers
    request.answers = {}
    for answer in command.answers:
        old = before.get(answer.question)
        unchanged = old is not None and (old.value, old.comment) == (answer.value, answer.comment)
        at = old.at if old is not None and unchanged else now
        if answer.value is not None or answer.comment:
            request.answers[answer.question] = GivenAnswer(answer.value, answer.comment or None, at)
    language = command.language or await _writing_language(access, work)
    request.put_text(work.new_id(), REPLY_TEXT, Side.RESPONDING, language, command.free_text)
    _put_words(request, area, language, work)


def _put_words(request: Request, area: Area, language: str, work: Work) -> None:
    """Comments and answers given in words are free texts, so that they can be translated."""
    words: dict[str, str] = {}
    for question_id, answer in request.answers.items():
        question = area.question(question_id)
        in_words = question is not None and question.answer.type is AnswerType.TEXT
        if answer.comment:
            words[f"comment:{question_id}"] = answer.comment
        if in_words and isinstance(answer.value, str) and special_of(answer.value) is None:
            words[f"answer:{question_id}"] = answer.value
    stale = {t.place for t in request.texts_of(Side.RESPONDING) if t.place != REPLY_TEXT} - set(words)
    for place in stale:
        request.put_text(work.new_id(), place, Side.RESPONDING, language, None)
    for place, text in words.items():
        request.put_text(work.new_id(), place, Side.RESPONDING, language, text)


async def _writing_language(access: Access, work: Work) -> str:
    """A person writes in the language of the session, a system in its authority's first."""
    if not access.actor.is_system:
        return access.actor.language
    authority = await work.authorities.get(access.request.authority_of(access.side))
    return authority.reading_language if authority else access.actor.language
