"""Reads what area.yaml says around the questions: legal bases, workflow, deadlines, retention, fields."""

from collections.abc import Mapping
from types import MappingProxyType

import yaml

from imi_contracts.areas.model import (
    CompetenceList,
    Deadlines,
    Field,
    Kind,
    LegalBasis,
    Retention,
    Subject,
    Workflow,
)
from imi_contracts.areas.read_kinds import read_only_in
from imi_contracts.catalogue.marked import Marked, join
from imi_contracts.vocabularies.enums import (
    DataCategory,
    DayCount,
    FieldType,
    Rating,
    Setting,
    Side,
    SubjectKind,
    SubjectPart,
)
from imi_contracts.vocabularies.model import Vocabularies

EARLIEST_BLOCKING, LATEST_BLOCKING = 6, 18


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


def read_deadlines(root: Marked) -> Deadlines:
    parts = root.mapping(required=("proposed_by", "count", "suggested_days"))
    return Deadlines(
        parts["proposed_by"].one_of(Side, default=Side.REQUESTING)
        if "proposed_by" in parts
        else Side.REQUESTING,
        parts["count"].one_of(DayCount, default=DayCount.WORKING_DAYS)
        if "count" in parts
        else DayCount.WORKING_DAYS,
        parts["suggested_days"].integer(minimum=1) if "suggested_days" in parts else 1,
    )


def read_retention(root: Marked) -> Retention:
    """Blocking after 6 to 18 months, erasure not before (Regulation (EU) No 1024/2012, Art. 14)."""
    parts = root.mapping(required=("block_after_months", "erase_after_months"))
    block = parts["block_after_months"].integer(minimum=1) if "block_after_months" in parts else 6
    erase = parts["erase_after_months"].integer(minimum=1) if "erase_after_months" in parts else 36
    if "block_after_months" in parts and block > LATEST_BLOCKING:
        parts["block_after_months"].complain(
            f"Data must be blocked after at most {LATEST_BLOCKING} months; write {LATEST_BLOCKING} or less."
        )
    if "block_after_months" in parts and block < EARLIEST_BLOCKING:
        parts["block_after_months"].complain(
            f"Data are needed for {EARLIEST_BLOCKING} months; write {EARLIEST_BLOCKING} or more."
        )
    if "erase_after_months" in parts and erase < block:
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


def read_field(item: Marked, known: Vocabularies, kinds: Mapping[str, Kind], *, is_parameter: bool) -> Field:
    required = ("id", "type") if is_parameter else ("id", "type", "of", "data")
    optional = ("required", "code_list", "max_length", "data") + (() if is_parameter else ("for",))
    parts = item.mapping(required=required, optional=optional)
    kind = parts["type"].one_of(FieldType, default=FieldType.TEXT) if "type" in parts else FieldType.TEXT
    if "max_length" in parts and kind is not FieldType.TEXT:
        parts["max_length"].complain(f"A field of type {kind} has no length; remove `max_length`.")
    return Field(
        id=parts["id"].text() if "id" in parts else "",
        type=kind,
        of=parts["of"].one_of(SubjectPart, default=SubjectPart.CASE) if "of" in parts else None,
        required=parts["required"].boolean() if "required" in parts else False,
        code_list=_check_code_list(item, parts, kind, known),
        data=parts["data"].one_of(DataCategory, default=DataCategory.ORDINARY)
        if "data" in parts
        else DataCategory.ORDINARY,  # whoever says nothing of a parameter does not publish it
        max_length=parts["max_length"].integer(minimum=1) if "max_length" in parts else 200,
        only_in=read_only_in(parts["for"], kinds) if "for" in parts else (),
    )


def _read_fields(
    root: Marked,
    known: Vocabularies,
    kinds: Mapping[str, Kind],
    taken: Mapping[str, Field],
    *,
    is_parameter: bool,
) -> Mapping[str, Field]:
    fields: dict[str, Field] = {}
    for item in root.sequence():
        field = read_field(item, known, kinds, is_parameter=is_parameter)
        if field.id in fields or field.id in taken:
            item.complain(f"The field `{field.id}` stands twice; give one of them another id.")
        elif field.id and not (field.id[0].isupper() and field.id.isalpha() and field.id.isascii()):
            item.complain(f"The field id `{field.id}` must be CamelCase letters only, like `FirstName`.")
        fields.setdefault(field.id, field)
    return MappingProxyType(fields)


def read_parameters(root: Marked, known: Vocabularies, taken: Mapping[str, Field]) -> Mapping[str, Field]:
    """What the requester fills in beside single questions; `taken` are the fields of the subject form."""
    return _read_fields(root, known, {}, taken, is_parameter=True)


def _read_subject_kinds(node: Marked) -> tuple[SubjectKind, ...]:
    return tuple(item.one_of(SubjectKind, default=SubjectKind.PERSON) for item in node.sequence())


def read_subject(root: Marked, known: Vocabularies, request_kinds: Mapping[str, Kind]) -> Subject:
    parts = root.mapping(required=("kinds", "fields"), optional=("required",))
    kinds = _read_subject_kinds(parts["kinds"]) if "kinds" in parts else ()
    fields = (
        _read_fields(parts["fields"], known, request_kinds, {}, is_parameter=False)
        if "fields" in parts
        else {}
    )
    described = {field.of for field in fields.values()}
    parts_of_form = {None, SubjectPart.CASE, *map(SubjectPart, kinds)}
    for field in fields.values():
        if field.of not in parts_of_form:
            parts["kinds"].complain(
                f"The field `{field.id}` is about a {field.of}, which is not in {join(kinds)}."
            )
    for kind in kinds:
        if SubjectPart(kind) not in described:
            parts["kinds"].complain(f"No field describes a {kind}; add one or remove `{kind}`.")
    required = _read_subject_kinds(parts["required"]) if "required" in parts else ()
    for kind in required:
        if kind not in kinds:
            parts["required"].complain(f"`{kind}` is not in `kinds`; use one of {join(kinds)}.")
    return Subject(kinds, fields, required or (kinds if len(kinds) == 1 else ()))


def read_competence_lists(
    root: Marked, known: Vocabularies, fields: Mapping[str, Field]
) -> tuple[CompetenceList, ...]:
    """Names of code lists, or `{list, field}` where a field of the form leads to the right authority."""
    found: dict[str, CompetenceList] = {}
    for item in root.sequence():
        competence = _read_competence_list(item, known, fields)
        if competence.code_list in found:
            item.complain(f"`{competence.code_list}` stands twice in this list; remove one of them.")
        found.setdefault(competence.code_list, competence)
    return tuple(found.values())


def _read_competence_list(item: Marked, known: Vocabularies, fields: Mapping[str, Field]) -> CompetenceList:
    if isinstance(item.node, yaml.ScalarNode):
        return CompetenceList(read_code_list(item, known))
    parts = item.mapping(required=("list",), optional=("field",))
    name = read_code_list(parts["list"], known) if "list" in parts else ""
    if "field" not in parts:
        return CompetenceList(name)
    field_id = parts["field"].text()
    fitting = tuple(field.id for field in fields.values() if field.code_list == name)
    if field_id not in fitting:
        parts["field"].complain(
            f"`{field_id}` is no field with the code list `{name}`; use one of {join(fitting)} or remove `field`."
        )
    return CompetenceList(name, field_id)


def read_choice_lists(root: Marked) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key.scalar(): value.texts() for key, value in root.pairs()})
