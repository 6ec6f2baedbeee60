"""Reads what area.yaml says around the questions: legal bases, workflow, deadlines, retention, fields."""

from collections.abc import Mapping
from types import MappingProxyType

from imi_contracts.areas.model import Deadlines, Field, LegalBasis, Limit, Retention, Subject, Workflow
from imi_contracts.catalogue.marked import Marked, join
from imi_contracts.vocabularies.enums import (
    DataCategory,
    DayCount,
    FieldType,
    Rating,
    Setting,
    Side,
    SubjectKind,
)
from imi_contracts.vocabularies.model import Vocabularies


def read_legal_bases(root: Marked) -> Mapping[str, LegalBasis]:
    bases: dict[str, LegalBasis] = {}
    for item in root.sequence():
        parts = item.mapping(required=("id", "act", "article"))
        values = {key: value.text() for key, value in parts.items()}
        basis = LegalBasis(values.get("id", ""), values.get("act", ""), values.get("article", ""))
        if basis.id in bases:
            item.complain(f"The legal basis `{basis.id}` stands twice; give one of them another id.")
        bases.setdefault(basis.id, basis)
    return MappingProxyType(bases)


def read_workflow(root: Marked) -> Workflow:
    parts = root.mapping(optional=("request_approval", "reply_approval", "allocation", "ratings"))
    settings = {
        key: parts[key].one_of(Setting, default=Setting.OPTIONAL)
        for key in ("request_approval", "reply_approval", "allocation")
        if key in parts
    }
    ratings = tuple(
        item.one_of(Rating, default=Rating.EFFORT)
        for item in (parts["ratings"].sequence() if "ratings" in parts else [])
    )
    return Workflow(
        settings.get("request_approval", Setting.OPTIONAL),
        settings.get("reply_approval", Setting.OPTIONAL),
        settings.get("allocation", Setting.OPTIONAL),
        ratings,
    )


def _read_limit(item: Marked) -> Limit:
    parts = item.mapping(required=("id", "days", "count"))
    return Limit(
        parts["id"].text() if "id" in parts else "",
        parts["days"].integer(minimum=1) if "days" in parts else 1,
        parts["count"].one_of(DayCount, default=DayCount.WORKING_DAYS)
        if "count" in parts
        else DayCount.WORKING_DAYS,
    )


def read_deadlines(root: Marked) -> Deadlines:
    parts = root.mapping(required=("proposed_by", "count", "suggested_days"), optional=("limits",))
    limits = parts["limits"].sequence() if "limits" in parts else []
    return Deadlines(
        parts["proposed_by"].one_of(Side, default=Side.REQUESTING)
        if "proposed_by" in parts
        else Side.REQUESTING,
        parts["count"].one_of(DayCount, default=DayCount.WORKING_DAYS)
        if "count" in parts
        else DayCount.WORKING_DAYS,
        parts["suggested_days"].integer(minimum=1) if "suggested_days" in parts else 1,
        tuple(_read_limit(item) for item in limits),
    )


def read_retention(root: Marked) -> Retention:
    """Blocking after at most 18 months, erasure after three years (Regulation (EU) No 1024/2012, Art. 14)."""
    parts = root.mapping(required=("block_after_months", "erase_after_months"))
    block = parts["block_after_months"].integer(minimum=1) if "block_after_months" in parts else 6
    erase = parts["erase_after_months"].integer(minimum=1) if "erase_after_months" in parts else 36
    if block > 18:
        parts["block_after_months"].complain(
            "Data must be blocked after at most 18 months; write 18 or less."
        )
    if erase < block:
        parts["erase_after_months"].complain(
            "Data cannot be erased before they are blocked; write a larger number."
        )
    return Retention(block, erase)


def _check_code_list(
    item: Marked, parts: Mapping[str, Marked], kind: FieldType, known: Vocabularies
) -> str | None:
    if kind is FieldType.CODE_LIST and "code_list" not in parts:
        item.complain("A field of type code_list needs `code_list`; name a vocabulary.")
        return None
    if "code_list" not in parts:
        return None
    if kind is not FieldType.CODE_LIST:
        parts["code_list"].complain(f"A field of type {kind} has no code list; remove `code_list`.")
    return read_code_list(parts["code_list"], known)


def read_code_list(node: Marked, known: Vocabularies) -> str:
    """The name of a vocabulary; an unknown one is a complaint."""
    name = node.text()
    if name not in known:
        node.complain(f"There is no code list `{name}`; use one of: {', '.join(sorted(known))}.")
    return name


def read_field(item: Marked, known: Vocabularies, *, is_parameter: bool) -> Field:
    required = ("id", "type") if is_parameter else ("id", "type", "of", "data")
    optional = ("required", "code_list", "max_length", "data")
    parts = item.mapping(required=required, optional=optional)
    kind = parts["type"].one_of(FieldType, default=FieldType.TEXT) if "type" in parts else FieldType.TEXT
    return Field(
        id=parts["id"].text() if "id" in parts else "",
        type=kind,
        of=parts["of"].one_of(SubjectKind, default=SubjectKind.PERSON) if "of" in parts else None,
        required=parts["required"].boolean() if "required" in parts else False,
        code_list=_check_code_list(item, parts, kind, known),
        data=parts["data"].one_of(DataCategory, default=DataCategory.ORDINARY)
        if "data" in parts
        else DataCategory.NONE,
        max_length=parts["max_length"].integer(minimum=1) if "max_length" in parts else 200,
    )


def read_fields(
    root: Marked, known: Vocabularies, taken: Mapping[str, Field], *, is_parameter: bool
) -> Mapping[str, Field]:
    fields: dict[str, Field] = {}
    for item in root.sequence():
        field = read_field(item, known, is_parameter=is_parameter)
        if field.id in fields or field.id in taken:
            item.complain(f"The field `{field.id}` stands twice; give one of them another id.")
        elif field.id and not (field.id[0].isupper() and field.id.isalpha() and field.id.isascii()):
            item.complain(f"The field id `{field.id}` must be CamelCase letters only, like `FirstName`.")
        fields.setdefault(field.id, field)
    return MappingProxyType(fields)


def read_subject(root: Marked, known: Vocabularies) -> Subject:
    parts = root.mapping(required=("kinds", "fields"))
    kinds = tuple(
        item.one_of(SubjectKind, default=SubjectKind.PERSON)
        for item in (parts["kinds"].sequence() if "kinds" in parts else [])
    )
    fields = read_fields(parts["fields"], known, {}, is_parameter=False) if "fields" in parts else {}
    for field in fields.values():
        if field.of is not None and field.of not in kinds:
            parts["kinds"].complain(
                f"The field `{field.id}` is about a {field.of}, which is not in {join(kinds)}."
            )
    return Subject(kinds, fields)


def read_choice_lists(root: Marked) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key.scalar(): value.texts() for key, value in root.pairs()})
