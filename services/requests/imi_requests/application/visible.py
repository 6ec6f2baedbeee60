"""The content of a request cut to what one reader may see now; the only place where content leaves the entity."""

from typing import Any

from imi_contracts.areas import Area, Question, questions_to_answer, visible_values
from imi_contracts.vocabularies.enums import FieldType, Side
from imi_requests.application.access import Access
from imi_requests.application.views import AnswerView, QuestionView
from imi_requests.domain.attachments import Attachment
from imi_requests.domain.request import AskedQuestion, GivenAnswer, Request
from imi_requests.domain.texts import FreeText
from imi_requests.domain.visibility import Sight, sees_answers


def _sides_read(access: Access) -> set[Side]:
    """Whose words and files may be read: those of the own side, and what the other side has handed over."""
    if access.sight is not Sight.ALL:
        return set()
    if sees_answers(access.request.status, access.side):
        return {Side.REQUESTING, Side.RESPONDING}
    return {Side.REQUESTING}


def visible_texts(access: Access) -> list[FreeText]:
    sides = _sides_read(access)
    return [text for text in access.request.texts if text.side in sides]


def visible_attachments(access: Access) -> list[Attachment] | None:
    """None when the reader may not even know whether there are any."""
    if access.sight is not Sight.ALL:
        return None
    sides = _sides_read(access)
    return [file for file in access.request.attachments if file.side in sides]


def visible_questions(access: Access, area: Area) -> list[QuestionView]:
    """The asked questions, and below each the follow-ups that visible answers opened."""
    if access.sight < Sight.QUESTIONS:
        return []
    request = access.request
    if access.sight is Sight.QUESTIONS:
        return [
            QuestionView(q.question, _impersonal(q, request, area), attachment_wanted=q.attachment_wanted)
            for q in request.questions
        ]
    answers = request.answers if sees_answers(request.status, access.side) else {}
    asked = [item.question for item in request.questions]
    values = {question: answer.value for question, answer in answers.items() if answer.value is not None}
    by_id = request.asked_by_id()
    known = [_view(q, by_id.get(q.id), answers) for q in questions_to_answer(area, asked, values)]
    named = {view.question for view in known}
    # A draft may name questions this version does not know; its writer must see them to remove them.
    return known + [
        QuestionView(i.question, i.parameters, attachment_wanted=i.attachment_wanted)
        for i in request.questions
        if i.question not in named
    ]


def _view(question: Question, asked: AskedQuestion | None, answers: dict[str, GivenAnswer]) -> QuestionView:
    """`asked` is None for a follow-up."""
    given = answers.get(question.id)
    answer = AnswerView(given.value, given.comment, given.at) if given else None
    if asked is None:
        return QuestionView(question.id, {}, answer, question.parent)
    return QuestionView(question.id, asked.parameters, answer, question.parent, asked.attachment_wanted)


def _impersonal(item: AskedQuestion, request: Request, area: Area) -> dict[str, Any]:
    """What fills the question's placeholders without saying anything about person or company."""
    question = area.question(item.question)
    named = question.placeholders if question else ()
    values = {name: value for name, value in request.subject.items() if name in named} | item.parameters
    return {
        name: value
        for name, value in visible_values(area, values).items()
        if (field := area.field(name)) is None or field.type is not FieldType.ATTACHMENT
    }
