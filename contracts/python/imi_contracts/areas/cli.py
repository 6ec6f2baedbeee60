"""`python -m imi_contracts.areas …`: what people who write areas of law run."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from imi_contracts.areas.check import check_package
from imi_contracts.areas.completeness import catalogue_completeness, completeness, error_completeness, table
from imi_contracts.areas.diff import in_words
from imi_contracts.areas.install import install
from imi_contracts.areas.model import Area
from imi_contracts.areas.package import WORKING_COPY, Package, read_package
from imi_contracts.areas.preview import preview
from imi_contracts.areas.publish import IncompleteError, publish
from imi_contracts.areas.schema import FILE_NAME, schema_text
from imi_contracts.areas.template import write_texts
from imi_contracts.catalogue import CatalogueError, Findings, contracts_root
from imi_contracts.catalogue.lint import lint_below
from imi_contracts.catalogue.lint_model import LintFinding
from imi_contracts.catalogue.lint_terms import Terms
from imi_contracts.glossary.load import glossary_folder, load_glossary, read_glossary
from imi_contracts.vocabularies import load_vocabularies
from imi_contracts.vocabularies.load import read_vocabularies
from imi_contracts.vocabularies.model import Vocabularies


def check(given: argparse.Namespace) -> int:
    """Print every finding of vocabularies, areas and their texts; 1 when there is anything to mend."""
    findings = Findings()
    known = read_vocabularies(given.vocabularies, findings)
    everything = [file.parent for file in sorted((contracts_root() / "areas").glob(f"*/{WORKING_COPY}"))]
    folders = [_folder(folder) for folder in given.folders or everything]
    for folder in folders:
        check_package(read_package(folder, known, findings), findings)
    of_texts = _faults_of_texts(folders if given.folders else [contracts_root()], findings)
    warnings = [finding for finding in of_texts if not finding.is_error]
    errors = [*findings, *(finding for finding in of_texts if finding.is_error)]
    for finding in (*errors, *(warnings if given.warnings else ())):
        print(finding)
    print(f"{len(errors)} to mend." if errors else "Nothing to mend.")
    if warnings and not given.warnings:
        print(f"{len(warnings)} to judge; --warnings shows them.")
    return 1 if errors else 0


def _folder(named: Path) -> Path:
    """The folder of an area; whoever names the area.yaml in it means the folder."""
    return (named.parent if named.is_file() and named.name == WORKING_COPY else named).resolve()


def _faults_of_texts(folders: list[Path], found: Findings) -> list[LintFinding]:
    """What the lints say of all texts below the folders, except in lines of which enough has been said."""
    glossary = read_glossary(glossary_folder(), found)
    terms = glossary.lint_terms() if glossary else Terms()
    told = {(finding.file, finding.line) for finding in found}
    read_before = {finding.file for finding in found}
    faults = (fault for folder in folders for fault in lint_below(folder, terms))
    return [
        fault
        for fault in faults
        if (fault.file, fault.line) not in told and not (fault.rule == "syntax" and fault.file in read_before)
    ]


def show_completeness(given: argparse.Namespace) -> int:
    """Print the completeness table of areas, vocabularies, glossary and error sentences in all 26 languages."""
    known = load_vocabularies(given.vocabularies)
    languages = known["languages"].codes
    alone = _folder(given.areas)
    if (alone / WORKING_COPY).is_file():
        lines, folders = [], [alone]
    else:
        glossary = load_glossary(glossary_folder())
        lines = [
            *catalogue_completeness("vocabularies", known.texts, languages),
            *catalogue_completeness("glossary", glossary.texts, languages),
            *error_completeness(languages),
        ]
        folders = [file.parent.resolve() for file in sorted(given.areas.glob(f"*/{WORKING_COPY}"))]
    for folder in folders:
        area = read_package(folder, known, Findings()).working
        lines += completeness(area, languages) if area else ()
    print(table(lines))
    return 0


def publish_area(given: argparse.Namespace) -> int:
    """Freeze the version that stands in area.yaml and place it among the areas of `--to`; 1 when refused."""
    known, folder = load_vocabularies(given.vocabularies), _folder(given.folder)
    languages = known["languages"].codes if given.complete else ()
    today = datetime.now(UTC).date().isoformat()
    try:
        area, done = publish(folder, known, today, languages=languages)
        print(f"{area.id} version {area.version} is {'now' if done else 'already'} published.")
        if given.to is not None:
            package = install(folder, given.to.resolve(), known)
            print(f"It is installed in {package.folder}.")
        else:
            print("It is not installed anywhere yet; `--to AREAS` places it in a running system.")
    except CatalogueError as error:
        print(error, f"{len(error.findings)} to mend before this can be published.", sep="\n")
        return 1
    except IncompleteError as error:
        for line in error.lines:
            print(
                f"{line.language}: {len(line.missing)} of {line.total} texts missing, first {line.missing[0]}"
            )
        return 1
    return 0


def show_differences(given: argparse.Namespace) -> int:
    """Print in words what changed between two versions; by default since the last published one."""
    package = _read_for_show(given)
    new = _version(package, given.to) if given.to else package.working
    older = [number for number in package.published if new is None or number < new.version]
    start = given.since or max(older, default=0)
    old = _version(package, start) if start else None
    if old is None or new is None:
        print(_which_versions(package))
        return 1
    print(in_words(old, new))
    return 0


def show_preview(given: argparse.Namespace) -> int:
    """Write the form of an area as one HTML page; to standard output unless a file is named."""
    package = _read_for_show(given)
    area = _version(package, given.version) if given.version else package.working
    if area is None:
        print(_which_versions(package))
        return 1
    if given.language not in area.vocabularies["languages"]:
        return _unknown_language(given.language, area.vocabularies)
    page = preview(area, given.language)
    if given.output is None:
        print(page)
        return 0
    given.output.write_text(page, "utf-8")
    print(f"{given.output}: {area.id} version {area.version} in {given.language}")
    return 0


def add_texts(given: argparse.Namespace) -> int:
    """Bring the texts in step with area.yaml, and say what is to be written; 1 when a file is faulty."""
    known = load_vocabularies(given.vocabularies)
    for language in given.language:
        if language not in known["languages"]:
            return _unknown_language(language, known)
    try:
        for line in write_texts(_folder(given.folder), known, given.language):
            print(line)
    except CatalogueError as error:
        print(error)
        return 1
    return 0


def _unknown_language(language: str, known: Vocabularies) -> int:
    print(f"`{language}` is none of: {', '.join(known['languages'].codes)}.")
    return 1


def write_schema(given: argparse.Namespace) -> int:
    """Write the JSON Schema of area.yaml, or only say whether it is fresh; 1 when it is not."""
    file = given.areas / FILE_NAME
    fresh = file.is_file() and file.read_text("utf-8") == schema_text()
    if given.check:
        print(f"{file} is {'fresh' if fresh else 'stale'}.")
        return 0 if fresh else 1
    file.write_text(schema_text(), "utf-8")
    print(f"{file} {'has not changed' if fresh else 'is written'}.")
    return 0


def _read_for_show(given: argparse.Namespace) -> Package:
    """A package as far as it can be read; a draft may still have faults."""
    return read_package(_folder(given.folder), load_vocabularies(given.vocabularies), Findings())


def _version(package: Package, number: int) -> Area | None:
    if package.working is not None and package.working.version == number:
        return package.working
    return package.published.get(number)


def _which_versions(package: Package) -> str:
    numbers = ", ".join(str(number) for number in package.published) or "none"
    draft = package.working.version if package.working else "none that can be read; see `check`"
    return f"{package.id}: published versions {numbers}; working copy {draft}. Name two that exist."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="imi_contracts.areas", description=__doc__)
    parser.add_argument("--vocabularies", type=Path, default=contracts_root() / "vocabularies")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("check", help="find what is wrong, with file and line")
    verb.add_argument("folders", type=Path, nargs="*")
    verb.add_argument("--warnings", action="store_true", help="show also what a reader should judge")
    verb.set_defaults(run=check)
    verb = verbs.add_parser("completeness", help="texts per area and language")
    verb.add_argument("areas", type=Path, nargs="?", default=contracts_root() / "areas")
    verb.set_defaults(run=show_completeness)
    verb = verbs.add_parser("texts", help="an entry for every text that is missing")
    verb.add_argument("folder", type=Path)
    verb.add_argument(
        "--language", action="append", default=[], help="only in this language, new or not; may be repeated"
    )
    verb.set_defaults(run=add_texts)
    verb = verbs.add_parser("preview", help="the form as one HTML page")
    verb.add_argument("folder", type=Path)
    verb.add_argument("--language", default="en")
    verb.add_argument("--version", type=int, help="left out: the working copy")
    verb.add_argument("-o", "--output", type=Path, help="left out: standard output")
    verb.set_defaults(run=show_preview)
    verb = verbs.add_parser("diff", help="what changed between two versions, in words")
    verb.add_argument("folder", type=Path)
    verb.add_argument("--from", dest="since", type=int, help="left out: the last published version before")
    verb.add_argument("--to", type=int, help="left out: the working copy")
    verb.set_defaults(run=show_differences)
    verb = verbs.add_parser("publish", help="freeze the version in area.yaml")
    verb.add_argument("folder", type=Path)
    verb.add_argument("--complete", action="store_true", help="refuse when a language lacks a text")
    verb.add_argument("--to", type=Path, help="the folder of areas of a running system to install it in")
    verb.set_defaults(run=publish_area)
    verb = verbs.add_parser("schema", help="write the JSON Schema of area.yaml for editors")
    verb.add_argument("areas", type=Path, nargs="?", default=contracts_root() / "areas")
    verb.add_argument("--check", action="store_true", help="only say whether it is fresh")
    verb.set_defaults(run=write_schema)
    return parser


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    return int(given.run(given))
