"""The validator's rules about texts: nothing missing, nothing left over, equal placeholders everywhere."""

from collections.abc import Iterator
from pathlib import Path

from imi_contracts.areas.manifest import check_manifest
from imi_contracts.areas.model import Area
from imi_contracts.areas.placeholders import placeholders
from imi_contracts.catalogue import SOURCE_LANGUAGE, Findings
from imi_contracts.catalogue.marked import join

HELP = ".help"


def expected_texts(area: Area) -> Iterator[str]:
    """The key of every text the area needs in every language; `<key>.help` is allowed beside each."""
    yield from ("area.title", "area.short", "area.description")
    yield from (f"legal-basis.{basis}" for basis in area.legal_bases)
    yield from (f"category.{category}" for category in area.categories)
    yield from (f"field.{name}" for name in (*area.subject.fields, *area.parameters))
    yield from (kind.key for kind in area.kinds.values() if not kind.implied)
    yield from (question.key for top in area.questions for question in top.walk())
    for name, choices in area.choice_lists.items():
        yield from (f"choice.{name}.{choice}" for choice in choices)


def check_area(area: Area, folder: Path, findings: Findings) -> None:
    """Add everything that is wrong between structure, texts and manifest to `findings`."""
    _check_source(area, folder, findings)
    for language in area.texts.languages:
        if language != SOURCE_LANGUAGE:
            _check_translation(area, folder / "locale" / f"{language}.po", language, findings)
    _check_use(area, folder, findings)
    check_manifest(area, folder, findings)


def _check_source(area: Area, folder: Path, findings: Findings) -> None:
    pot = folder / "locale" / f"{area.id}.pot"
    expected = list(expected_texts(area))
    for key in expected:
        if not area.texts.has(key, SOURCE_LANGUAGE):
            findings.add(
                pot, 1, f"The text `{key}` is missing; add it with msgctxt `{key}` and the English as msgid."
            )
    known = set(expected)
    fields = (*area.subject.fields, *area.parameters)
    for key, text in area.texts.by_language.get(SOURCE_LANGUAGE, {}).items():
        if key.removesuffix(HELP) not in known:
            findings.add(
                pot,
                text.line,
                f"The text `{key}` belongs to nothing in area.yaml; remove it or mend the key.",
            )
        for name in placeholders(text.value):
            if area.field(name) is None:
                findings.add(
                    pot, text.line, f"The placeholder [{name}] is not a field; use one of {join(fields)}."
                )


def _check_translation(area: Area, file: Path, language: str, findings: Findings) -> None:
    source = area.texts.by_language[SOURCE_LANGUAGE]
    for key, text in area.texts.by_language[language].items():
        if key not in source:
            findings.add(
                file, text.line, f"The text `{key}` is not in the .pot; remove it or mend the msgctxt."
            )
            continue
        if text.source != source[key].value:
            findings.add(
                file,
                text.line,
                f"The English of `{key}` has changed since this translation; check it and copy the new msgid.",
            )
        wanted, found = set(placeholders(source[key].value)), set(placeholders(text.value))
        for name in sorted(wanted - found):
            findings.add(
                file, text.line, f"The translation of `{key}` lacks [{name}]; put the placeholder in."
            )
        for name in sorted(found - wanted):
            findings.add(
                file, text.line, f"The translation of `{key}` has [{name}], the English has not; take it out."
            )


def _check_use(area: Area, folder: Path, findings: Findings) -> None:
    file = folder / "area.yaml"
    used = {question.answer.choice_list for question in area.by_id.values()}
    for name in area.choice_lists:
        if name not in used:
            findings.add(file, 1, f"The choice list `{name}` is used by no question; remove it or use it.")
    for category in area.categories:
        if not area.in_category(category):
            findings.add(file, 1, f"The category `{category}` has no question; remove it or add a question.")
