"""Reads the structure of one version of an area, and joins it with the wordings of that version."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import yaml

from imi_contracts.areas.ids import ID
from imi_contracts.areas.model import Area
from imi_contracts.areas.read_form import (
    read_choice_lists,
    read_competence_lists,
    read_deadlines,
    read_legal_bases,
    read_parameters,
    read_retention,
    read_subject,
    read_workflow,
)
from imi_contracts.areas.read_kinds import KindReader
from imi_contracts.areas.read_questions import QuestionReader
from imi_contracts.areas.wordings import texts_in, used_wordings, wordings
from imi_contracts.catalogue import SOURCE_LANGUAGE, Findings, Texts
from imi_contracts.catalogue.marked import Marked, read_marked
from imi_contracts.vocabularies.model import Vocabularies

_REQUIRED = ("area", "version", "legal_bases", "deadlines", "retention", "subject", "categories", "questions")
_OPTIONAL = ("competence_lists", "workflow", "kinds", "parameters", "choices")


def content_hash(root: Marked, texts: Texts) -> str:
    """SHA-256 over what a version promises: structure and English texts, not comments, notes or translations."""
    english = {key: text.value for key, text in texts.by_language.get(SOURCE_LANGUAGE, {}).items()}
    return hash_of(root.plain(), english)


def hash_of(structure: object, english: Mapping[str, str]) -> str:
    """The hash over a structure without its layout and the English texts by plain key."""
    promised = json.dumps([structure, english], sort_keys=True, ensure_ascii=False)
    return f"sha256:{hashlib.sha256(promised.encode()).hexdigest()}"


def read_structure(
    file: Path, area_id: str, texts: Texts, vocabularies: Vocabularies, findings: Findings
) -> Area | None:
    """Read one version, collecting what is wrong in `findings`; None when the file holds no usable area.

    `texts` are those of all versions; the area gets the wordings of its own version under plain keys.
    """
    root = read_marked(file, findings)
    if root is None:
        return None
    top = root.mapping(required=_REQUIRED, optional=_OPTIONAL)
    if any(key not in top for key in _REQUIRED) or not texts.by_language:
        return None
    if top["area"].text() != area_id and re.search(ID, area_id):  # else the folder's name is at fault
        top["area"].complain(f"The area must be called `{area_id}`, like its folder.")
    version = top["version"].integer(minimum=1)
    possible = wordings(texts.keys, version)
    area = _assemble(area_id, version, top, texts_in(texts, possible), vocabularies)
    used = used_wordings(area, possible)
    own = texts_in(texts, used)
    return replace(area, texts=own, wordings=used, content_hash=content_hash(root, own))


def _assemble(
    area_id: str, version: int, top: Mapping[str, Marked], texts: Texts, vocabularies: Vocabularies
) -> Area:
    categories = top["categories"].texts()
    legal_bases = read_legal_bases(top["legal_bases"])
    deadlines = read_deadlines(top["deadlines"])
    kinds = KindReader(categories, legal_bases, deadlines).read(top.get("kinds"))
    subject = read_subject(top["subject"], vocabularies, kinds)
    parameters = (
        read_parameters(top["parameters"], vocabularies, subject.fields)
        if "parameters" in top
        else MappingProxyType({})
    )
    choice_lists = read_choice_lists(top["choices"]) if "choices" in top else MappingProxyType({})
    reader = QuestionReader(vocabularies, texts, subject.fields, parameters, choice_lists, categories)
    questions = tuple(reader.read(item) for item in top["questions"].sequence())
    return Area(
        id=area_id,
        version=version,
        legal_bases=legal_bases,
        competence_lists=read_competence_lists(top["competence_lists"], vocabularies, subject.fields)
        if "competence_lists" in top
        else (),
        workflow=read_workflow(top["workflow"])
        if "workflow" in top
        else read_workflow(_nothing(top["area"])),
        deadlines=deadlines,
        kinds=kinds,
        retention=read_retention(top["retention"]),
        subject=subject,
        parameters=parameters,
        choice_lists=choice_lists,
        categories=categories,
        questions=questions,
        texts=texts,
        vocabularies=vocabularies,
        by_id=MappingProxyType(dict(reader.by_id)),
    )


def _nothing(place: Marked) -> Marked:
    return Marked(
        yaml.MappingNode("tag:yaml.org,2002:map", [], place.node.start_mark), place.file, place.findings
    )
