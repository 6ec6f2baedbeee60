"""The contracts themselves, loaded once, and a tiny area of its own for tests of the validator."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imi_contracts.areas import Area, PublishedAreas, load_area, load_areas
from imi_contracts.areas.check import check_package
from imi_contracts.areas.package import read_package
from imi_contracts.areas.publish import publish
from imi_contracts.catalogue import Findings, contracts_root
from imi_contracts.vocabularies import Vocabularies, load_vocabularies

AREA_YAML = """\
area: tiny
version: 1
legal_bases:
  - {id: art-1, act: 32005L0036, article: "1"}
deadlines: {proposed_by: requesting, count: working_days, suggested_days: 5}
retention: {block_after_months: 6, erase_after_months: 36}
subject:
  kinds: [person]
  fields:
    - {id: Surname, type: text, of: person, data: ordinary, required: true}
parameters:
  - {id: Activity, type: text, required: true, max_length: 20}
choices:
  colour: [red, blue]
categories: ["1"]
questions:
  - {id: "1.1", category: "1", parameters: [Activity], answer: {type: yes_no, specials: [not_known]}}
  - id: "1.2"
    category: "1"
    comment: false
    answer: {type: choice, choices: colour}
    followups:
      - when: red
        ask:
          - {id: "1.2.1", answer: {type: date}}
"""

KINDS_YAML = """\
kinds:
  - {id: information, categories: ["1"], limit: {days: 25, count: working_days, legal_basis: art-1}, suggested_days: 20}
  - {id: urgent, categories: ["2"], limit: {days: 2, count: working_days}, suggested_days: 2, reason_required: true}
retention:"""

ENGLISH = {
    "area.title": "Tiny",
    "area.short": "T",
    "area.description": "A tiny area.",
    "legal-basis.art-1": "Article 1",
    "category.1": "First",
    "field.Surname": "Surname",
    "field.Activity": "Activity",
    "question.1.1": "May [Surname] do [Activity]?",
    "question.1.2": "Which colour?",
    "question.1.2.1": "Since when?",
    "choice.colour.red": "red",
    "choice.colour.blue": "blue",
}


class TinyArea:
    """A folder with a small valid area that a test may spoil."""

    def __init__(self, folder: Path, vocabularies: Vocabularies) -> None:
        self.folder = folder
        self.vocabularies = vocabularies
        self.yaml = AREA_YAML
        self.english = dict(ENGLISH)
        self.translations: dict[str, dict[str, tuple[str, str]]] = {}

    def replace(self, old: str, new: str) -> "TinyArea":
        assert old in self.yaml
        self.yaml = self.yaml.replace(old, new)
        return self

    def with_kinds(self) -> "TinyArea":
        """Two kinds of request, a second category, and fields of the case that only urgent requests have."""
        fine = "{id: Fine, type: amount, of: case, for: [urgent], required: true, data: none}"
        stay = "{id: Stay, type: period, of: case, data: ordinary}"
        documents = (
            '{id: "2.1", category: "2", answer: {type: checklist, choices: papers, specials: [not_known]}}'
        )
        number = '{id: "2.2", category: "2", answer: {type: number, min: 1, max: 10.5, data: criminal}}'
        self.replace("retention:", KINDS_YAML).replace('categories: ["1"]\nq', 'categories: ["1", "2"]\nq')
        self.replace("parameters:\n", f"    - {fine}\n    - {stay}\nparameters:\n")
        self.replace("choices:\n", "choices:\n  papers: [pay-slips, contract]\n")
        self.yaml += f"  - {documents}\n  - {number}\n"
        self.english |= {
            "kind.information": "Information",
            "kind.urgent": "Urgent request",
            "category.2": "Second",
            "field.Fine": "Fine",
            "field.Stay": "Stay",
            "choice.papers.pay-slips": "Pay slips",
            "choice.papers.contract": "Contract",
            "question.2.1": "Can you send these?",
            "question.2.2": "How many?",
        }
        return self

    def line_of(self, text: str, file: str = "area.yaml") -> int:
        """The first line of a written file that contains the text."""
        lines = (self.folder / file).read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def write(self) -> Path:
        locale = self.folder / "locale"
        locale.mkdir(parents=True, exist_ok=True)
        (self.folder / "area.yaml").write_text(self.yaml, "utf-8")
        pot = "".join(f'msgctxt "{key}"\nmsgid "{text}"\nmsgstr ""\n\n' for key, text in self.english.items())
        (locale / f"{self.folder.name}.pot").write_text(f'msgid ""\nmsgstr ""\n\n{pot}', "utf-8")
        for language, entries in self.translations.items():
            body = "".join(
                f'msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{text}"\n\n'
                for key, (source, text) in entries.items()
            )
            (locale / f"{language}.po").write_text(f'msgid ""\nmsgstr ""\n\n{body}', "utf-8")
        return self.folder

    def findings(self) -> list[str]:
        """What the validator says, as `file-name:line: sentence`."""
        folder = self.write()
        findings = Findings()
        check_package(read_package(folder, self.vocabularies, findings), findings)
        return [f"{finding.file.name}:{finding.line}: {finding.message}" for finding in findings]

    def load(self) -> Area:
        return load_area(self.write(), self.vocabularies)

    def publish(self, on: str = "2026-01-01") -> bool:
        """Publish what stands in area.yaml; False when that version is published already."""
        return publish(self.write(), self.vocabularies, on)[1]

    def published(self) -> PublishedAreas:
        """What a service sees of the folder the area lies in."""
        return load_areas(self.folder.parent, self.vocabularies)


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    return load_vocabularies(contracts_root() / "vocabularies")


@pytest.fixture(scope="session")
def areas(vocabularies: Vocabularies) -> PublishedAreas:
    return load_areas(contracts_root() / "areas", vocabularies)


@pytest.fixture(scope="session")
def qualifications(areas: PublishedAreas) -> Area:
    """Version 1, which is frozen: the rules are tried on it whatever later versions ask."""
    area = areas.version("professional-qualifications", 1)
    assert area is not None
    return area


@pytest.fixture
def tiny(tmp_path: Path, vocabularies: Vocabularies) -> TinyArea:
    return TinyArea(tmp_path / "tiny", vocabularies)


@pytest.fixture
def codes_of() -> Callable[[list], list[tuple[str, str]]]:
    return lambda problems: [(problem.code, problem.pointer) for problem in problems]
