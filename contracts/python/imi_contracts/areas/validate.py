"""What a person may enter: the subject form, a question's parameters, an answer. Pure."""

from collections.abc import Callable, Mapping, Sequence

from imi_contracts.areas import values
from imi_contracts.areas.model import Area, Field, Problem, Question
from imi_contracts.vocabularies.enums import AnswerType, FieldType, SubjectKind

MAX_COMMENT = 4000
Check = Callable[[object, str], list[Problem]]


_FIELD_CHECKS: Mapping[FieldType, Check] = {
    FieldType.DATE: values.check_date,
    FieldType.COUNTRY: values.check_country,
    FieldType.NUMBER: values.check_number,
    FieldType.EMAIL: values.check_mail,
}
_ANSWER_CHECKS: Mapping[AnswerType, Check] = {
    AnswerType.DATE: values.check_date,
    AnswerType.PERIOD: values.check_period,
    AnswerType.NUMBER: values.check_number,
    AnswerType.AMOUNT: values.check_amount,
    AnswerType.COUNTRY: values.check_country,
}


def _check_field(area: Area, field: Field, value: object, pointer: str) -> list[Problem]:
    if field.code_list:
        return values.check_code(value, pointer, field.code_list, area.vocabularies)
    check = _FIELD_CHECKS.get(field.type)
    return check(value, pointer) if check else values.check_text(value, pointer, field.max_length)


def _is_empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, str) and not value.strip())


def _kinds_in_use(area: Area, given: Mapping[str, object]) -> frozenset[SubjectKind]:
    if len(area.subject.kinds) == 1:
        return frozenset(area.subject.kinds)
    return frozenset(
        kind
        for name, value in given.items()
        if not _is_empty(value) and (field := area.subject.fields.get(name)) and (kind := field.of)
    )


def validate_subject(area: Area, subject: Mapping[str, object], *, complete: bool = True) -> list[Problem]:
    """Problems of the subject form, pointers like `/Surname`; with complete=False (a draft) gaps are allowed."""
    problems = [
        Problem("subject.field_unknown", f"/{name}", {"field": name})
        for name in subject
        if name not in area.subject.fields
    ]
    in_use = _kinds_in_use(area, subject)
    if complete and not in_use:
        problems.append(Problem("subject.missing", ""))
    for name, field in area.subject.fields.items():
        value = subject.get(name)
        if not _is_empty(value):
            problems += _check_field(area, field, value, f"/{name}")
        elif complete and field.required and field.of in in_use:
            problems.append(Problem("subject.field_required", f"/{name}", {"field": name}))
    return problems


def validate_question(
    area: Area, question_id: str, parameters: Mapping[str, object], *, complete: bool = True
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
    problems = [
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


def _check_answer(area: Area, question: Question, value: object) -> list[Problem]:
    answer = question.answer
    if answer.type is AnswerType.MULTIPLE_CHOICE:
        return values.check_choices(value, "/value", lambda item, at: _check_item(area, question, item, at))
    if answer.type in {AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.CODE_LIST}:
        return _check_item(area, question, value, "/value")
    check = _ANSWER_CHECKS.get(answer.type)
    return check(value, "/value") if check else values.check_text(value, "/value", answer.max_length)


def _check_item(area: Area, question: Question, item: object, pointer: str) -> list[Problem]:
    answer = question.answer
    if answer.code_list:
        return values.check_code(item, pointer, answer.code_list, area.vocabularies)
    choices = ("yes", "no") if answer.type is AnswerType.YES_NO else answer.choices
    return values.check_choice(item, pointer, choices)


def validate_answer(area: Area, question_id: str, value: object, comment: str | None = None) -> list[Problem]:
    """Problems of one answer (also of a follow-up), pointers `/value…` and `/comment`."""
    question = area.question(question_id)
    if question is None:
        return [Problem("question.unknown", "/question", {"question": question_id, "area": area.id})]
    special = special_of(value)
    problems: list[Problem] = []
    if value is None:
        problems.append(Problem("answer.required", "/value", {"question": question_id}))
    elif special is not None:
        if special not in question.answer.specials:
            problems.append(Problem("answer.special_not_allowed", "/value", {"special": special}))
    else:
        problems += _check_answer(area, question, value)
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
