"""The JSON Schema of area.yaml, made from the enumerations: editors complete and explain keys by it.

It knows the form of the file. What needs the rest of the package — texts, lists, versions — `check` finds.
"""

import json
from enum import StrEnum
from typing import Any

from imi_contracts.areas.ids import FIELD_ID, ID
from imi_contracts.areas.read_form import EARLIEST_BLOCKING, LATEST_BLOCKING
from imi_contracts.areas.read_questions import MAX_DEPTH
from imi_contracts.vocabularies.enums import (
    AnswerSpecial,
    AnswerType,
    DataCategory,
    DayCount,
    FieldType,
    Rating,
    Setting,
    Side,
    SubjectKind,
    SubjectPart,
)

FILE_NAME = "area.schema.json"
Schema = dict[str, Any]


def area_schema() -> Schema:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:openimi:area",
        "title": "Area of law",
        "description": "Structure of an area; every text stands in locale/. See docs/adding-an-area.md.",
        **_object(
            required=(
                "area",
                "version",
                "legal_bases",
                "deadlines",
                "retention",
                "subject",
                "categories",
                "questions",
            ),
            area=_text("The name of the area, like its folder.", ID),
            version=_number("Number of the version; raise it to change a published area.", minimum=1),
            legal_bases=_list(_ref("legal_basis"), "Articles that allow a request.", at_least=1),
            competence_lists=_list(_ref("competence_list"), "Lists by which authorities say what they do."),
            workflow=_workflow(),
            deadlines=_deadlines(),
            kinds=_list(_ref("kind"), "Kinds of request; left out: one kind with all questions.", at_least=1),
            retention=_retention(),
            subject=_subject(),
            parameters=_list(_ref("parameter"), "What the requesting authority fills in beside a question."),
            choices=_choices(),
            categories=_list(_text("Its text is `category.<id>`."), "Blocks of questions.", at_least=1),
            questions=_list(_ref("question"), "The questions, in the order of the form.", at_least=1),
        ),
        "$defs": {
            "legal_basis": _object(
                required=("id", "act", "article"),
                id=_text("Its text is `legal-basis.<id>`.", ID),
                act=_text("CELEX number of the act, such as 32005L0036."),
                article=_text("Article and paragraph, such as 8(1); in quotes if it is a number."),
            ),
            "competence_list": _competence_list(),
            "kind": _kind(),
            "field": _field(is_parameter=False),
            "parameter": _field(is_parameter=True),
            "answer": _answer(),
            "question": _question(is_top=True),
            "follow_up_question": _question(is_top=False),
            "follow_up": _object(
                required=("when", "ask"),
                when={
                    "description": "The answer, or a list of answers, that opens these questions.",
                    "oneOf": [{"type": "string"}, _list({"type": "string"}, "", at_least=1)],
                },
                ask=_list(_ref("follow_up_question"), f"At most {MAX_DEPTH} levels deep.", at_least=1),
            ),
        },
    }


def schema_text() -> str:
    """The file as it lies in contracts/areas."""
    return json.dumps(area_schema(), indent=2, ensure_ascii=False) + "\n"


def _object(*, required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {name.rstrip("_"): schema for name, schema in properties.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def _text(description: str, pattern: str | None = None) -> Schema:
    schema: Schema = {"type": "string", "minLength": 1, "description": description}
    return schema | ({"pattern": pattern} if pattern else {})


def _number(description: str, *, minimum: int, maximum: int | None = None) -> Schema:
    schema: Schema = {"type": "integer", "minimum": minimum, "description": description}
    return schema | ({"maximum": maximum} if maximum else {})


def _flag(description: str, *, default: bool) -> Schema:
    return {"type": "boolean", "default": default, "description": description}


def _one_of(enum: type[StrEnum], description: str) -> Schema:
    return {"enum": [member.value for member in enum], "description": description}


def _list(items: Schema, description: str, *, at_least: int = 0) -> Schema:
    schema: Schema = {"type": "array", "items": items, "uniqueItems": True}
    return (
        schema
        | ({"minItems": at_least} if at_least else {})
        | ({"description": description} if description else {})
    )


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _needs(types: tuple[StrEnum, ...], *keys: str) -> Schema:
    """Where `type` is one of these, the keys must stand too."""
    return {
        "if": {"properties": {"type": {"enum": [kind.value for kind in types]}}},
        "then": {"required": list(keys)},
    }


def _only_for(key: str, types: tuple[StrEnum, ...]) -> Schema:
    """The key makes sense where `type` is one of these."""
    return {
        "if": {"required": [key]},
        "then": {"properties": {"type": {"enum": [kind.value for kind in types]}}},
    }


def _workflow() -> Schema:
    settings = {
        "request_approval": "Whether somebody approves requests before they are sent.",
        "reply_approval": "Whether somebody approves replies before they are sent.",
        "allocation": "Whether authorities share requests out to their units.",
    }
    ratings = _list(_one_of(Rating, ""), "What the requesting authority rates at the end.")
    schema = _object(ratings=ratings)
    schema["properties"] |= {name: _one_of(Setting, text) for name, text in settings.items()}
    return schema


def _deadlines() -> Schema:
    return _object(
        required=("proposed_by", "count", "suggested_days"),
        proposed_by=_one_of(Side, "Who proposes the date of the reply."),
        count=_one_of(DayCount, "How days are counted."),
        suggested_days=_number("Days the form suggests.", minimum=1),
    )


def _kind() -> Schema:
    limit = _object(
        days=_number("Days the law allows for the reply.", minimum=1),
        count=_one_of(DayCount, "How these days are counted."),
        months=_number("Months the law allows for the reply, instead of days.", minimum=1),
        legal_basis=_text("Id of the article that sets the limit."),
    )
    return _object(
        required=("id",),
        id=_text("Its text is `kind.<id>`.", ID),
        categories=_list({"type": "string"}, "Blocks of questions of this kind; left out: all.", at_least=1),
        limit=limit | {"description": "The limit that the law sets; left out: none."},
        suggested_days=_number("Days the form suggests for this kind.", minimum=1),
        reason_required=_flag("Whether the requesting authority must give a reason.", default=False),
    )


def _retention() -> Schema:
    return _object(
        required=("block_after_months", "erase_after_months"),
        block_after_months=_number(
            "Months after closure until data are blocked.", minimum=EARLIEST_BLOCKING, maximum=LATEST_BLOCKING
        ),
        erase_after_months=_number("Months after closure until data are erased.", minimum=EARLIEST_BLOCKING),
    )


def _subject() -> Schema:
    kinds = {"type": "array", "items": _one_of(SubjectKind, ""), "uniqueItems": True, "minItems": 1}
    return _object(
        required=("kinds", "fields"),
        kinds=kinds | {"description": "Who can be described."},
        required_=kinds
        | {"description": "Who must be; left out: the only kind, or at least one of several."},
        fields=_list(_ref("field"), "The fields of the form, in their order.", at_least=1),
    )


def _competence_list() -> Schema:
    named = _object(
        required=("list",),
        list=_text("Name of a vocabulary."),
        field=_text("The form field whose value leads to the right authority.", FIELD_ID),
    )
    return {"oneOf": [_text("Name of a vocabulary."), named]}


def _field(*, is_parameter: bool) -> Schema:
    properties: dict[str, Schema] = {
        "id": _text("CamelCase, such as FirstName; its text is `field.<id>`.", FIELD_ID),
        "type": _one_of(FieldType, "What is filled in."),
        "of": _one_of(SubjectPart, "What the field describes."),
        "required": _flag("Whether it must be filled in.", default=False),
        "code_list": _text("Name of a vocabulary, for the type code_list."),
        "data": _one_of(DataCategory, "Protection; only `none` may be shown before acceptance."),
        "max_length": _number("Most characters of a text; more than 300 give a text area.", minimum=1),
        "for": _list({"type": "string"}, "Only in these kinds of request; left out: in all.", at_least=1),
    }
    if is_parameter:
        del properties["of"], properties["for"]
    return {
        "type": "object",
        "properties": properties,
        "required": ["id", "type"] if is_parameter else ["id", "type", "of", "data"],
        "additionalProperties": False,
        "allOf": [
            _needs((FieldType.CODE_LIST,), "code_list"),
            _only_for("code_list", (FieldType.CODE_LIST,)),
            _only_for("max_length", (FieldType.TEXT,)),
        ],
    }


def _choices() -> Schema:
    ids = _list(_text("Its text is `choice.<list>.<id>`.", ID), "", at_least=1)
    return {
        "type": "object",
        "description": "Lists of prepared answers.",
        "additionalProperties": ids,
        "propertyNames": {"pattern": ID},
    }


def _answer() -> Schema:
    listed = (AnswerType.CHOICE, AnswerType.MULTIPLE_CHOICE, AnswerType.CHECKLIST)
    coded = (AnswerType.CODE_LIST, AnswerType.MULTIPLE_CHOICE)
    return _object(
        required=("type",),
        type=_one_of(AnswerType, "What is answered."),
        choices=_text("Name of a list of `choices`."),
        code_list=_text("Name of a vocabulary."),
        specials=_list(_one_of(AnswerSpecial, ""), "What may be said instead of an answer."),
        max_length=_number("Most characters of a text.", minimum=1),
        min={"type": "number", "description": "Smallest number."},
        max={"type": "number", "description": "Largest number."},
        data=_one_of(DataCategory, "Protection of the answer; left out: ordinary."),
    ) | {
        "allOf": [
            _needs((AnswerType.CHOICE, AnswerType.CHECKLIST), "choices"),
            _needs((AnswerType.CODE_LIST,), "code_list"),
            _only_for("choices", listed),
            _only_for("code_list", coded),
            _only_for("max_length", (AnswerType.TEXT,)),
            _only_for("min", (AnswerType.NUMBER,)),
            _only_for("max", (AnswerType.NUMBER,)),
        ]
    }


def _question(*, is_top: bool) -> Schema:
    properties: dict[str, Schema] = {
        "id": _text('In quotes, such as "1.2.1"; its text is `question.<id>`.'),
        "category": _text("The block it stands in; follow-ups stand with their question."),
        "parameters": _list({"type": "string"}, "What the requesting authority fills in.", at_least=1),
        "answer": _ref("answer"),
        "comment": _flag("Whether the answer may carry a comment.", default=True),
        "attachment": _flag("Whether a document may be asked for.", default=False),
        "about_attachment": _flag("Whether the question is about an attached document.", default=False),
        "followups": _list(_ref("follow_up"), "Questions that certain answers open.", at_least=1),
    }
    if not is_top:
        del properties["category"]
    return {
        "type": "object",
        "properties": properties,
        "required": ["id", "category", "answer"] if is_top else ["id", "answer"],
        "additionalProperties": False,
    }
