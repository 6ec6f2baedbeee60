"""`python -m imi_contracts.areas check | completeness | publish`: what people who write areas run."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from imi_contracts.areas.check import check_package
from imi_contracts.areas.completeness import completeness, error_completeness, table, vocabulary_completeness
from imi_contracts.areas.install import install
from imi_contracts.areas.package import WORKING_COPY, read_package
from imi_contracts.areas.publish import IncompleteError, publish
from imi_contracts.catalogue import CatalogueError, Findings, contracts_root
from imi_contracts.vocabularies import load_vocabularies
from imi_contracts.vocabularies.load import read_vocabularies


def check(folders: list[Path], vocabularies: Path) -> int:
    """Print every finding of vocabularies and areas; 1 when there was one."""
    findings = Findings()
    known = read_vocabularies(vocabularies, findings)
    for folder in folders:
        check_package(read_package(folder.resolve(), known, findings), findings)
    for finding in findings:
        print(finding)
    print(f"{len(findings.items)} to mend." if findings else "Nothing to mend.")
    return 1 if findings else 0


def show_completeness(areas: Path, vocabularies: Path) -> int:
    """Print the completeness table of all areas, vocabularies and error sentences in all 26 languages."""
    known = load_vocabularies(vocabularies)
    languages = known["languages"].codes
    lines = [*vocabulary_completeness(known, languages), *error_completeness(languages)]
    for file in sorted(areas.glob(f"*/{WORKING_COPY}")):
        area = read_package(file.parent.resolve(), known, Findings()).working
        lines += completeness(area, languages) if area else ()
    print(table(lines))
    return 0


def publish_area(folder: Path, vocabularies: Path, *, complete: bool, to: Path | None) -> int:
    """Freeze the version that stands in area.yaml and place it among the areas of `to`; 1 when it is refused."""
    known = load_vocabularies(vocabularies)
    languages = known["languages"].codes if complete else ()
    today = datetime.now(UTC).date().isoformat()
    try:
        area, done = publish(folder.resolve(), known, today, languages=languages)
        print(f"{area.id} version {area.version} is {'now' if done else 'already'} published.")
        if to is not None:
            package = install(folder.resolve(), to.resolve(), known)
            print(f"It is installed in {package.folder}.")
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


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="imi_contracts.areas", description=__doc__)
    parser.add_argument("--vocabularies", type=Path, default=contracts_root() / "vocabularies")
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("check", help="find what is wrong, with file and line")
    one.add_argument("folders", type=Path, nargs="*")
    two = verbs.add_parser("completeness", help="texts per area and language")
    two.add_argument("areas", type=Path, nargs="?", default=contracts_root() / "areas")
    three = verbs.add_parser("publish", help="freeze the version in area.yaml")
    three.add_argument("folder", type=Path)
    three.add_argument("--complete", action="store_true", help="refuse when a language lacks a text")
    three.add_argument("--to", type=Path, help="the folder of areas of a running system to install it in")
    given = parser.parse_args(arguments)
    if given.verb == "check":
        everything = [file.parent for file in sorted((contracts_root() / "areas").glob("*/area.yaml"))]
        return check(given.folders or everything, given.vocabularies)
    if given.verb == "completeness":
        return show_completeness(given.areas, given.vocabularies)
    return publish_area(given.folder, given.vocabularies, complete=given.complete, to=given.to)
