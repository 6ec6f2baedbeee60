"""The validator's rules between structure and texts: nothing missing, nothing left over, nothing frozen edited."""

from imi_contracts.areas.check_working import check_name, check_working
from imi_contracts.areas.model import Area
from imi_contracts.areas.package import VERSIONS, WORKING_COPY, Package, version_file
from imi_contracts.areas.placeholders import placeholders
from imi_contracts.areas.template import UNWRITTEN
from imi_contracts.areas.wordings import HELP, expected_texts, is_faithful, split_key
from imi_contracts.catalogue import SOURCE_LANGUAGE, Findings
from imi_contracts.catalogue.marked import join
from imi_contracts.catalogue.texts import Text


def check_package(package: Package, findings: Findings) -> None:
    """Add everything that is wrong between structures, texts and manifest to `findings`."""
    check_name(package, findings)
    for area in package.areas:
        _check_expected(area, package, findings)
    _check_source(package, findings)
    for language in package.texts.languages:
        if language != SOURCE_LANGUAGE:
            _check_translation(package, language, findings)
    _check_versions(package, findings)
    if package.working is not None:
        check_working(package.working, package, findings)


def _check_expected(area: Area, package: Package, findings: Findings) -> None:
    pot = package.folder / "locale" / f"{package.id}.pot"
    for key in expected_texts(area):
        if key not in area.wordings:
            findings.add(
                pot,
                1,
                f"The text `{key}` is missing; add it with msgctxt `{key}` and the English as msgid,"
                " or run `texts`.",
            )


def _check_source(package: Package, findings: Findings) -> None:
    pot = package.folder / "locale" / f"{package.id}.pot"
    areas = tuple(package.areas)
    used = {key: area for area in areas for key in area.wordings.values()}
    known = {key for area in areas for needed in expected_texts(area) for key in (needed, f"{needed}{HELP}")}
    for key, text in package.texts.by_language.get(SOURCE_LANGUAGE, {}).items():
        if not text.value.strip():
            findings.add(pot, text.line, f"The English of `{key}` is empty; write it.")
        elif text.value.startswith(UNWRITTEN):
            findings.add(
                pot, text.line, f"The English of `{key}` is not written yet; replace `{text.value}`."
            )
        elif key in used:
            _check_placeholders(text, used[key], package, findings)
        elif areas and split_key(key)[0] in known:
            findings.add(
                pot,
                text.line,
                f"The text `{key}` is the wording of no version; remove it or mend the number after `@`.",
            )
        elif areas:
            findings.add(
                pot,
                text.line,
                f"The text `{key}` belongs to nothing in area.yaml; remove it or mend the key.",
            )


def _check_placeholders(text: Text, area: Area, package: Package, findings: Findings) -> None:
    pot = package.folder / "locale" / f"{package.id}.pot"
    fields = (*area.subject.fields, *area.parameters)
    for name in placeholders(text.value):
        if area.field(name) is None:
            findings.add(
                pot, text.line, f"The placeholder [{name}] is not a field; use one of {join(fields)}."
            )


def _check_translation(package: Package, language: str, findings: Findings) -> None:
    file = package.folder / "locale" / f"{language}.po"
    source = package.texts.by_language[SOURCE_LANGUAGE]
    for key, text in package.texts.by_language[language].items():
        if key not in source:
            findings.add(
                file, text.line, f"The text `{key}` is not in the .pot; remove it or mend the msgctxt."
            )
            continue
        if is_faithful(text, source[key]):
            continue
        if text.source != source[key].value:
            findings.add(
                file,
                text.line,
                f"The English of `{key}` has changed since this translation; run `texts`, then check the translation.",
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


def _check_versions(package: Package, findings: Findings) -> None:
    """The working copy is the newest published version or a draft above it; versions/ holds published ones only."""
    for file in sorted((package.folder / VERSIONS).glob("*")):
        if not any(file == version_file(package.folder, version) for version in package.manifest):
            findings.add(
                file, 1, "The manifest names no such version; remove this file or restore the manifest."
            )
    working, newest = package.working, max(package.manifest, default=0)
    if working is None or working.version > newest:
        return
    file = package.folder / WORKING_COPY
    if working.version < newest:
        findings.add(
            file, 1, f"Version {newest} is published already; set a higher `version` than {working.version}."
        )
    elif working.content_hash != package.manifest[newest].content:
        findings.add(
            file,
            1,
            f"Version {newest} is published and frozen, but this differs from versions/{newest}.yaml;"
            f" undo the edit or set `version: {newest + 1}`.",
        )
