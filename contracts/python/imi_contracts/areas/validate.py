"""What a person may enter: the subject form, a question's parameters, an answer. Pure."""

from collections.abc import Callable, Mapping, Sequence

from imi_contracts.areas import values
from imi_contracts.areas.model import Area, Field, Problem, Question
from imi_contracts.vocabularies.enums import AnswerType, FieldType, SubjectKind, SubjectPart

MAX_COMMENT = 4000
Check = Callable[[object, str], list[Problem]]


_FIELD_CHECKS: Mapping[FieldType, Check] = {
    FieldType.DATE: values.check_date,
    FieldType.COUNTRY: values.check_country,
    FieldType.NUMBER: values.check_number,
    FieldType.EMAIL: values.check_mail,
    FieldType.AMOUNT: values.check_amount,
    FieldType.PERIOD: values.check_period,
}
_ANSWER_CHECKS: Mapping[AnswerType, Check] = {
    AnswerType.DATE: values.check_date,
    AnswerType.PERIOD: values.check_period,
    AnswerType.AMOUNT: values.check_amount,
    AnswerType.COUNTRY: values.check_country,
}


def _check_field(area: Area, field: Field, value: object, pointer: str) -> list[Problem]:
    if field.code_list:
        return values.check_code(value, pointer, field.code_list, area.vocabularies)
    check = _FIELD_CHECKS.get(field.type)
    return check(value, pointer) if check else values.check_text(value, pointer, field.max_length)


def _is_empty(value: object) -> bool:
    if isinstance(value, Mapping):  # a period or an amount of which nothing was filled in
        return all(_is_empty(part) for part in value.values())
    return value is None or (isinstance(value, str) and not value.strip())


def _described_kinds(area: Area, given: Mapping[str, object]) -> frozenset[SubjectKind]:
    """Whom the form says anything about."""
    parts = {
        field.of
        for name, value in given.items()
        if not _is_empty(value) and (field := area.subject.fields.get(name))
    }
    return frozenset(kind for kind in area.subject.kinds if SubjectPart(kind) in parts)


def validate_subject(
    area: Area, subject: Mapping[str, object], *, complete: bool = True, kind: str | None = None
) -> list[Problem]:
    """Problems of the subject form, pointers like `/Surname`; with complete=False (a draft) gaps are allowed.

    `kind` is the kind of request, which decides about fields with `for`; while it is not known (None in an area
    with several kinds, or an id the area does not have) these fields may be filled and need not be.
    """
    found = area.kind(kind)
    problems = [
        Problem("subject.field_unknown", f"/{name}", {"field": name})
        for name in subject
        if name not in area.subject.fields
    ]
    described = _described_kinds(area, subject)
    wanted = {*map(SubjectPart, (*described, *area.subject.required)), SubjectPart.CASE}
    for name, field in area.subject.fields.items():
        value, at = subject.get(name), f"/{name}"
        belongs = field.is_in(found.id) if found else True
        if not _is_empty(value):
            problems += _check_field(area, field, value, at)
            if not belongs:
                problems.append(Problem("subject.field_not_in_kind", at, {"field": name}))
        elif complete and field.required and field.of in wanted and belongs and (found or not field.only_in):
            problems.append(Problem("subject.field_required", at, {"field": name}))
    if complete and _lacks_subject(area, described):
        problems.insert(0, Problem("subject.missing", ""))
    return problems


def _lacks_subject(area: Area, described: frozenset[SubjectKind]) -> bool:
    """Nobody is described, or not somebody who must be and has no required field that would say so."""
    if not area.subject.required:
        return not described
    demanding = {field.of for field in area.subject.fields.values() if field.required}
    silent = (kind for kind in area.subject.required if kind not in described)
    return any(SubjectPart(kind) not in demanding for kind in silent)


def validate_question(
    area: Area,
    question_id: str,
    parameters: Mapping[str, object],
    *,
    complete: bool = True,
    kind: str | None = None,
) -> list[Problem]:
    """Problems of a question somebody wants to ask, pointers like `/parameters/FreeTextActivity`."""
    question = area.question(question_id)
    if question is None:
        return [Problem("question.unknown", "/question", {"question": question_id, "area": area.id})]
    if question.parent is not None:
        return [
            Problem(
                "question.is_follow_up", "/question", {"question": question_id, "parent": question.parent}
            )
        ]
    found = area.kind(kind)
    problems = []
    if found is not None and question.category not in found.categories:
        params = {"question": question_id, "kind": found.id}
        problems.append(Problem("question.not_in_kind", "/question", params))
    problems += [
        Problem(
            "question.parameter_unknown", f"/parameters/{name}", {"parameter": name, "question": question_id}
        )
        for name in parameters
        if name not in question.parameters
    ]
    for name in question.parameters:
        field, value = area.parameters[name], parameters.get(name)
        if not _is_empty(value):
            problems += _check_field(area, field, value, f"/parameters/{name}")
        elif complete and field.required:
            problems.append(
                Problem(
                    "question.parameter_required",
                    f"/parameters/{name}",
                    {"parameter": name, "question": question_id},
                )
            )
    return problems


def special_of(value: object) -> str | None:
    """The special in {"special": "not_known"}, else None."""
    if isinstance(value, Mapping) and set(value) == {"special"} and isinstance(value["special"], str):
        return value["special"]
    return None


def _check_answer(area: Area, question: Question, value: object, *, complete: bool) -> list[Problem]:
    answer = question.answer
    if answer.type is AnswerType.MULTIPLE_CHOICE:
        return values.check_choices(value, "/value", lambda item, at: _check_item(area, question, item, at))
    if answer.type in {AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.CODE_LIST}:
        return _check_item(area, question, value, "/value")
    if answer.type is AnswerType.CHECKLIST:
        return values.check_checklist(value, "/value", answer.choices, complete=complete)
    if answer.type is AnswerType.NUMBER:
        return values.check_range(value, "/value", answer.minimum, answer.maximum)
    check = _ANSWER_CHECKS.get(answer.type)
    return check(value, "/value") if check else values.check_text(value, "/value", answer.max_length)


def _check_item(area: Area, question: Question, item: object, pointer: str) -> list[Problem]:
    answer = question.answer
    if answer.code_list:
        return values.check_code(item, pointer, answer.code_list, area.vocabularies)
    choices = ("yes", "no") if answer.type is AnswerType.YES_NO else answer.choices
    return values.check_choice(item, pointer, choices)


def validate_answer(
    area: Area, question_id: str, value: object, comment: str | None = None, *, complete: bool = True
) -> list[Problem]:
    """Problems of one answer (also of a follow-up), pointers `/value…` and `/comment`.

    With complete=False (a reply still being written) an answer may be missing and a checklist may have gaps.
    """
    question = area.question(question_id)
    if question is None:
        return [Problem("question.unknown", "/question", {"question": question_id, "area": area.id})]
    special = special_of(value)
    problems: list[Problem] = []
    if value is None:
        if complete:
            problems.append(Problem("answer.required", "/value", {"question": question_id}))
    elif special is not None:
        if special not in question.answer.specials:
            problems.append(Problem("answer.special_not_allowed", "/value", {"special": special}))
    else:
        problems += _check_answer(area, question, value, complete=complete)
    if comment and not question.comment_allowed:
        problems.append(Problem("answer.comment_not_allowed", "/comment", {"question": question_id}))
    elif comment and len(comment) > MAX_COMMENT:
        problems.append(
            Problem("value.too_long", "/comment", {"max": str(MAX_COMMENT), "length": str(len(comment))})
        )
    return problems


def applicable_followups(question: Question, answer_value: object) -> tuple[Question, ...]:
    """The follow-ups that this answer opens, one level down, in the order of the form."""
    special = special_of(answer_value)
    items = [special] if special else answer_value if isinstance(answer_value, list) else [answer_value]
    given = {item for item in items if isinstance(item, str)}  # periods, amounts and numbers open nothing
    return tuple(
        child
        for follow_up in question.follow_ups
        if given & set(follow_up.when)
        for child in follow_up.questions
    )


def questions_to_answer(
    area: Area, asked: Sequence[str], answers: Mapping[str, object]
) -> tuple[Question, ...]:
    """The asked questions with every follow-up that the given answers open, in the order of the form."""
    result: list[Question] = []

    def add(question: Question) -> None:
        result.append(question)
        for child in applicable_followups(question, answers.get(question.id)):
            add(child)

    for question_id in asked:
        question = area.question(question_id)
        if question is not None:
            add(question)
    return tuple(result)


def validate_reply(area: Area, asked: Sequence[str], answers: Mapping[str, object]) -> list[Problem]:
    """What keeps a reply from being sent: unanswered questions, answers to questions that are not open."""
    wanted = {question.id for question in questions_to_answer(area, asked, answers)}
    missing = [
        Problem("answer.required", f"/answers/{question_id}", {"question": question_id})
        for question_id in sorted(wanted)
        if answers.get(question_id) is None
    ]
    surplus = [
        Problem("answer.not_asked", f"/answers/{question_id}", {"question": question_id})
        for question_id in sorted(set(answers) - wanted)
    ]
    return missing + surplus


def visible_values(area: Area, given: Mapping[str, object]) -> dict[str, object]:
    """The values that may be shown before acceptance: fields of data category `none` only."""
    return {
        name: value
        for name, value in given.items()
        if (field := area.field(name)) is not None and field.data == "none"
    }
