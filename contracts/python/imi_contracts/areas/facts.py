"""What an area says, in words of a person who reads law: one entry per thing, with everything that can change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from imi_contracts.areas.model import Answer, Area, Field, Kind, Question
from imi_contracts.vocabularies.enums import AnswerType, DataCategory, FieldType, SubjectPart

LANGUAGE = "en"  # the language of the source; comparing translations is the business of completeness

_ANSWERS: Mapping[AnswerType, str] = {
    AnswerType.YES_NO: "yes or no",
    AnswerType.CHOICE: "one of the answers of the list {choices}",
    AnswerType.MULTIPLE_CHOICE: "one or several of the answers of the list {choices}",
    AnswerType.CODE_LIST: "an entry of the list {choices}",
    AnswerType.DATE: "a date",
    AnswerType.PERIOD: "a period",
    AnswerType.NUMBER: "a number",
    AnswerType.AMOUNT: "an amount of money",
    AnswerType.COUNTRY: "a country",
    AnswerType.TEXT: "free text of at most {length} characters",
    AnswerType.ATTACHMENT: "an attached document",
    AnswerType.CHECKLIST: "for every document of the list {choices} whether it is enclosed",
}
_FIELDS: Mapping[FieldType, str] = {
    FieldType.TEXT: "text of at most {length} characters",
    FieldType.DATE: "a date",
    FieldType.COUNTRY: "a country",
    FieldType.CODE_LIST: "an entry of the list {choices}",
    FieldType.NUMBER: "a number",
    FieldType.EMAIL: "an e-mail address",
    FieldType.ATTACHMENT: "an attached document",
    FieldType.AMOUNT: "an amount of money",
    FieldType.PERIOD: "a period",
}
_DATA: Mapping[DataCategory, str] = {
    DataCategory.NONE: "not personal data",
    DataCategory.ORDINARY: "personal data",
    DataCategory.SPECIAL: "special categories of personal data",
    DataCategory.CRIMINAL: "data on criminal convictions and offences",
}
_PARTS: Mapping[SubjectPart | None, str] = {
    SubjectPart.PERSON: "the person",
    SubjectPart.COMPANY: "the company",
    SubjectPart.CASE: "the facts of the case",
    None: "a question",
}
_WHEN: Mapping[bool, str] = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Thing:
    """A question, a field, a choice …: `facts` name every aspect and say how it is; `summary` says it in short."""

    section: str
    name: str
    summary: str
    facts: Mapping[str, str] = field(default_factory=dict)


def things(area: Area) -> dict[tuple[str, str], Thing]:
    """Everything the version says, by section and id, in the order of the form."""
    found: dict[tuple[str, str], Thing] = {}
    for kind, entries in (
        ("area", _of_area(area)),
        ("legal-basis", _of_legal_bases(area)),
        ("kind", ((kind.id, _of_kind(area, kind)) for kind in area.kinds.values())),
        ("field", ((known.id, _of_field(area, known)) for known in area.subject.fields.values())),
        ("parameter", ((known.id, _of_field(area, known)) for known in area.parameters.values())),
        ("category", ((name, _of_category(area, name)) for name in area.categories)),
        ("question", ((item.id, _of_question(area, item)) for top in area.questions for item in top.walk())),
        ("choice", _of_choices(area)),
    ):
        found |= {(kind, name): thing for name, thing in entries}
    return found


def quoted(text: str) -> str:
    return f"“{text}”"


def _texts(area: Area, key: str) -> dict[str, str]:
    """The wording and, if there is one, the help text."""
    shown = {"the wording": quoted(area.text(key, LANGUAGE))}
    if area.has_text(f"{key}.help", LANGUAGE):
        shown["the help text"] = quoted(area.text(f"{key}.help", LANGUAGE))
    return shown


def _of_area(area: Area) -> Iterator[tuple[str, Thing]]:
    names = {"title": "the title", "short": "the short title", "description": "the description"}
    texts = {name: quoted(area.text(f"area.{key}", LANGUAGE)) for key, name in names.items()}
    yield "texts", Thing("The area", "The area", area.text("area.title", LANGUAGE), texts)
    workflow = area.workflow
    yield (
        "workflow",
        Thing(
            "The area",
            "The procedure",
            "",
            {
                "approval of requests": workflow.request_approval.value,
                "approval of replies": workflow.reply_approval.value,
                "allocation to units": workflow.allocation.value,
                "rated at the end": ", ".join(workflow.ratings) or "nothing",
                "the side that proposes the deadline": area.deadlines.proposed_by.value,
                "days of deadlines": _days_are(area.deadlines.count),
            },
        ),
    )
    yield (
        "retention",
        Thing(
            "The area",
            "Data of closed requests",
            "",
            {
                "blocked": f"after {area.retention.block_after_months} months",
                "erased": f"after {area.retention.erase_after_months} months",
            },
        ),
    )
    required = ", ".join(area.subject.required) or f"at least one of {', '.join(area.subject.kinds)}"
    lists = ", ".join(
        f"{known.code_list} (by the field {known.field})" if known.field else known.code_list
        for known in area.competence_lists
    )
    facts = {"must be described": required, "lists of competences": lists or "none"}
    yield "subject", Thing("The area", "Whom a request is about", "", facts)


def _days_are(count: str) -> str:
    return count.replace("_", " ")


def _of_legal_bases(area: Area) -> Iterator[tuple[str, Thing]]:
    for basis in area.legal_bases.values():
        key = f"legal-basis.{basis.id}"
        facts = {"the act": basis.act, "the article": basis.article, **_texts(area, key)}
        label = area.text(key, LANGUAGE)
        yield basis.id, Thing("Legal bases", f"The legal basis {basis.id}", quoted(label), facts)


def _of_kind(area: Area, kind: Kind) -> Thing:
    limit = kind.limit
    label = area.text("area.title" if kind.implied else kind.key, LANGUAGE)
    facts = {
        "the limit of the law": limit.in_english + (f" ({limit.legal_basis})" if limit.legal_basis else "")
        if limit
        else "none",
        "suggested for the reply": f"{kind.suggested_days} days",
        "a reason": "required" if kind.reason_required else "not asked for",
        "its categories of questions": ", ".join(kind.categories),
    }
    if not kind.implied:
        facts |= _texts(area, kind.key)
    return Thing("Kinds of request", f"The kind of request {kind.id}", quoted(label), facts)


def _of_field(area: Area, known: Field) -> Thing:
    kind = _FIELDS[known.type].format(choices=known.code_list, length=known.max_length)
    facts = {
        "filled in with": kind,
        "describes": _PARTS[known.of],
        "required": _WHEN[known.required],
        "the data": _DATA[known.data],
        "kinds of request that have it": ", ".join(known.only_in) or "all",
        **_texts(area, f"field.{known.id}"),
    }
    label = area.text(f"field.{known.id}", LANGUAGE)
    name = f"The field {known.id}" if known.of else f"The detail {known.id} of questions"
    return Thing("The form", name, f"{quoted(label)}, {kind}", facts)


def _of_category(area: Area, category: str) -> Thing:
    key = f"category.{category}"
    label = quoted(area.text(key, LANGUAGE))
    return Thing("Questions", f"The category {category}", label, _texts(area, key))


def describe_answer_in_words(answer: Answer) -> str:
    """`yes or no`, `a number from 1 to 10`, …"""
    choices = answer.choice_list or answer.code_list
    text = _ANSWERS[answer.type].format(choices=choices, length=answer.max_length)
    if answer.minimum is not None:
        text += f" from {answer.minimum}"
    if answer.maximum is not None:
        text += f" up to {answer.maximum}"
    return text


def _of_question(area: Area, question: Question) -> Thing:
    answer = question.answer
    kind = describe_answer_in_words(answer)
    specials = area.vocabularies["answer-specials"]
    facts = {
        **_texts(area, question.key),
        "answered with": kind,
        "possible instead of an answer": ", ".join(specials.label(code, LANGUAGE) for code in answer.specials)
        or "nothing",
        "the data of the answer": _DATA[answer.data],
        "a comment": "allowed" if question.comment_allowed else "not allowed",
        "a document": "may be asked for" if question.attachment_requestable else "not asked for",
        "about an attached document": _WHEN[question.about_attachment],
        "details the requesting authority fills in": ", ".join(question.parameters) or "none",
        "its place": _place(area, question),
    }
    summary = f"{quoted(area.text(question.key, LANGUAGE))}, {kind}; {facts['its place']}"
    return Thing("Questions", f"Question {question.id}", summary, facts)


def _place(area: Area, question: Question) -> str:
    parent = area.question(question.parent) if question.parent else None
    if parent is None:
        return f"category {question.category}"
    when = next(f.when for f in parent.follow_ups if any(q.id == question.id for q in f.questions))
    return f"opens when question {parent.id} is answered with {', '.join(when)}"


def _of_choices(area: Area) -> Iterator[tuple[str, Thing]]:
    for name, choices in area.choice_lists.items():
        for choice in choices:
            key = f"choice.{name}.{choice}"
            label = quoted(area.text(key, LANGUAGE))
            thing = Thing("Answers", f"The answer {choice} of the list {name}", label, _texts(area, key))
            yield f"{name}.{choice}", thing
