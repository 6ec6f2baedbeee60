"""`python -m imi_contracts.glossary lint | ignore | show`: what translators and second readers run."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polib

from imi_contracts.catalogue import Findings, contracts_root
from imi_contracts.catalogue.lint import lint_below
from imi_contracts.catalogue.lint_model import IGNORE, LintFinding
from imi_contracts.catalogue.lint_terms import Terms
from imi_contracts.glossary.describe import describe_glossary
from imi_contracts.glossary.load import glossary_folder, read_glossary


def print_findings(findings: Iterable[LintFinding], *, warnings: bool) -> int:
    """Print errors, and warnings when asked for; count both; 1 when there was an error."""
    found = tuple(findings)
    errors = [finding for finding in found if finding.is_error]
    for finding in found if warnings else errors:
        print(finding)
    rules = Counter(finding.rule for finding in found)
    counted = ", ".join(f"{rule} {count}" for rule, count in rules.most_common())
    summary = f"{len(errors)} errors to mend, {len(found) - len(errors)} warnings to judge"
    print(f"{summary} ({counted})." if counted else f"{summary}.")
    return 1 if errors else 0


def lint(places: list[Path], languages: list[str] | None, *, warnings: bool) -> int:
    """Check the glossary itself and the texts of every catalogue in the places."""
    problems = Findings()
    glossary = read_glossary(glossary_folder(), problems)
    for problem in problems:
        print(problem)
    terms = glossary.lint_terms() if glossary else Terms()
    findings = [finding for place in places for finding in lint_below(place.resolve(), terms, languages)]
    failed = print_findings(findings, warnings=warnings)
    return 1 if problems else failed


def ignore(file: Path, key: str, rules: list[str]) -> int:
    """Flag one entry of a .po, so that the lints leave it alone in these respects."""
    content = polib.pofile(str(file), encoding="utf-8", wrapwidth=110)
    entry = next((entry for entry in content if key in {entry.msgctxt, entry.msgid}), None)
    if entry is None:
        print(f"{file} has no text `{key}`.", file=sys.stderr)
        return 1
    entry.flags += [flag for rule in rules if (flag := IGNORE + rule) not in entry.flags]
    content.save()
    return 0


def show(language: str) -> int:
    """Print the glossary as officials would read it."""
    for group in describe_glossary(language):
        print(f"\n{group.title}")
        for term in group.terms:
            print(f"  {term.label} – {term.definition}")
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="imi_contracts.glossary", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("lint", help="find faults in translated texts, with file and line")
    one.add_argument("places", type=Path, nargs="*", help="folders or .po files; left out: all contracts")
    one.add_argument("--language", action="append", help="only this language; may be repeated")
    one.add_argument("--warnings", action="store_true", help="show warnings too, not only count them")
    two = verbs.add_parser("ignore", help="flag a text that breaks a rule rightly")
    two.add_argument("file", type=Path)
    two.add_argument("key")
    two.add_argument("rules", nargs="+", help="the names in brackets behind the findings")
    three = verbs.add_parser("show", help="print the glossary in a language")
    three.add_argument("language")
    given = parser.parse_args(arguments)
    if given.verb == "lint":
        return lint(given.places or [contracts_root()], given.language, warnings=given.warnings)
    if given.verb == "ignore":
        return ignore(given.file, given.key, given.rules)
    return show(given.language)
