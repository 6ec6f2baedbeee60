"""Does what people entered satisfy the area? All problems at once, each with a pointer into the message."""

from collections.abc import Iterable, Mapping, Sequence

from imi_contracts.areas import (
    Area,
    Kind,
    Problem,
    validate_answer,
    validate_question,
    validate_reply,
    validate_subject,
)
from imi_contracts.errors import Refused
from imi_contracts.vocabularies.enums import AnswerType, ChecklistState, FieldType, Side
from imi_requests.domain.request import AskedQuestion, DraftContent, GivenAnswer, Request


def refuse_if_any(code: str, problems: Sequence[Problem]) -> None:
    """Raises Refused(code) whose params carry every problem; the pointer is that of the first."""
    if problems:
        listed = [{"code": p.code, "pointer": p.pointer, "params": dict(p.params)} for p in problems]
        raise Refused(code, pointer=problems[0].pointer or None, problems=listed)


def draft_problems(area: Area, content: DraftContent, request: Request, *, complete: bool) -> list[Problem]:
    """Problems of a draft; with complete=False gaps are allowed, wrong values are not."""
    kind = area.kind(content.kind or request.kind)
    if kind is None:
        return [
            Problem("request.kind_unknown", "/kind", {"kind": content.kind or request.kind, "area": area.id})
        ]
    found = validate_subject(area, content.subject, kind=kind.id, complete=complete)
    problems = [p.under("/subject") for p in found]
    problems += _question_problems(area, content.questions, request, kind, complete=complete)
    if content.legal_basis is not None and content.legal_basis not in area.legal_bases:
        params = {"area": area.id, "legal_basis": content.legal_basis}
        problems.append(Problem("legal_basis.unknown", "/legal_basis", params))
    return problems + (_gaps(area, kind, content) if complete else [])


def _gaps(area: Area, kind: Kind, content: DraftContent) -> list[Problem]:
    gaps = []
    if not content.questions:
        gaps.append(Problem("question.none_asked", "/questions"))
    if content.deadline is None and area.deadlines.requester_proposes:
        gaps.append(Problem("deadline.missing", "/deadline"))
    if content.legal_basis is None and area.legal_bases:
        gaps.append(Problem("legal_basis.missing", "/legal_basis"))
    if kind.reason_required and not (content.reason or "").strip():
        gaps.append(Problem("request.reason_missing", "/reason"))
    return gaps


def _question_problems(
    area: Area, asked: Iterable[AskedQuestion], request: Request, kind: Kind, *, complete: bool
) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[str] = set()
    files = {str(file.id) for file in request.attachments_of(Side.REQUESTING)}
    for index, item in enumerate(asked):
        at = f"/questions/{index}"
        found = validate_question(area, item.question, item.parameters, kind=kind.id, complete=complete)
        found += _attachment_problems(area, item, files, complete=complete)
        question = area.question(item.question)
        if item.attachment_wanted and question and not question.attachment_requestable:
            params = {"question": item.question, "parameter": "attachment_wanted"}
            found.append(Problem("question.parameter_unknown", "/attachment_wanted", params))
        if item.question in seen:
            found.append(Problem("question.asked_twice", "/question", {"question": item.question}))
        seen.add(item.question)
        problems += [p.under(at) for p in found]
    return problems


def _attachment_problems(
    area: Area, item: AskedQuestion, files: set[str], *, complete: bool
) -> list[Problem]:
    """Questions about a document need one, and may only name one that is there."""
    question = area.question(item.question)
    named = [
        Problem("attachment.unknown", f"/parameters/{name}")
        for name, value in item.parameters.items()
        if isinstance(value, str)
        and value
        and (field := area.field(name))
        and field.type is FieldType.ATTACHMENT
        and value not in files
    ]
    if complete and question and question.about_attachment and not files:
        named.append(Problem("question.attachment_missing", "/question", {"question": item.question}))
    return named


def answer_problems(
    area: Area, request: Request, given: Mapping[str, GivenAnswer], *, complete: bool = False
) -> list[Problem]:
    """Wrong values among the answers given so far; `/answers/<n>` counts in the order given."""
    files = {str(file.id) for file in request.attachments_of(Side.RESPONDING)}
    problems: list[Problem] = []
    for index, (question_id, answer) in enumerate(given.items()):
        found = [
            problem
            for problem in validate_answer(area, question_id, answer.value, answer.comment, complete=complete)
            if problem.code != "answer.required"  # a comment alone may be saved; a reply asks for the rest
        ]
        question = area.question(question_id)
        is_file = question is not None and question.answer.type is AnswerType.ATTACHMENT
        if is_file and isinstance(answer.value, str) and answer.value not in files:
            found.append(Problem("attachment.unknown", "/value"))
        problems += [_named(p, question_id).under(f"/answers/{index}") for p in found]
    return problems


def reply_problems(area: Area, request: Request, given: Mapping[str, GivenAnswer]) -> list[Problem]:
    """What keeps a reply from being sent: wrong values, gaps, answers to questions that are not open."""
    wrong = answer_problems(area, request, given, complete=True) + _not_enclosed(area, request, given)
    misread = {p.params["question"] for p in wrong}
    asked = [item.question for item in request.questions]
    order = {question: index for index, question in enumerate(given)}
    # A wrong value opens no follow-ups, and is not reported as missing on top of being wrong.
    values = {q: answer.value for q, answer in given.items() if answer.value is not None and q not in misread}
    gaps = [
        Problem(
            p.code, f"/answers/{order[q]}" if (q := p.params["question"]) in order else "/answers", p.params
        )
        for p in validate_reply(area, asked, values)
        if p.params["question"] not in misread
    ]
    return wrong + gaps


def _not_enclosed(area: Area, request: Request, given: Mapping[str, GivenAnswer]) -> list[Problem]:
    """Documents that a checklist calls enclosed while the reply encloses nothing."""
    if request.attachments_of(Side.RESPONDING):
        return []
    return [
        Problem("question.attachment_missing", f"/answers/{index}/value", {"question": question_id})
        for index, (question_id, answer) in enumerate(given.items())
        if (question := area.question(question_id)) is not None
        and question.answer.type is AnswerType.CHECKLIST
        and isinstance(answer.value, dict)
        and ChecklistState.ENCLOSED in answer.value.values()
    ]


def _named(problem: Problem, question: str) -> Problem:
    return Problem(problem.code, problem.pointer, {**problem.params, "question": question})
