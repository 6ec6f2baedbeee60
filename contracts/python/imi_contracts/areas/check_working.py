"""The validator's rules for the working copy: how things are called, what is of use, what answers once were."""

import re
from collections.abc import Iterator

from imi_contracts.areas.ids import CELEX, ID, NUMBER
from imi_contracts.areas.model import Area
from imi_contracts.areas.package import WORKING_COPY, Package
from imi_contracts.areas.places import places
from imi_contracts.catalogue import Findings

Said = tuple[tuple[str, str], str]
"""What stands where (section and id), and the sentence about it."""

_HOW = {
    ID: "write small letters, digits and hyphens, like `posted-worker`",
    NUMBER: "write letters and digits with full stops between, like `1.2.1`",
}


def check_working(area: Area, package: Package, findings: Findings) -> None:
    """Add what is wrong in area.yaml itself; published versions are frozen, nobody could mend them."""
    file = package.folder / WORKING_COPY
    lines = places(file)
    for place, sentence in (*_ids(area), *_of_no_use(area), *_other_answers(area, package)):
        findings.add(file, lines.get(place, 1), sentence)


def check_name(package: Package, findings: Findings) -> None:
    """The folder's name is the id of the area."""
    if not re.search(ID, package.id):
        findings.add(
            package.folder / WORKING_COPY,
            1,
            f"The folder is called `{package.id}`; call the folder in small letters with hyphens,"
            " and the area and its .pot alike.",
        )


def _ids(area: Area) -> Iterator[Said]:
    named = (
        ("legal_bases", "legal basis", area.legal_bases, ID),
        ("kinds", "kind of request", area.kinds, ID),
        ("categories", "category", area.categories, NUMBER),
        ("questions", "question", area.by_id, NUMBER),
        ("choices", "choice list", area.choice_lists, ID),
    )
    for section, thing, ids, pattern in named:
        for name in ids:
            if not re.search(pattern, name):
                yield (section, name), f"The id `{name}` of a {thing} does not fit; {_HOW[pattern]}."
    for name, choices in area.choice_lists.items():
        for choice in choices:
            if not re.search(ID, choice):
                yield (
                    ("choices", f"{name}.{choice}"),
                    f"The id `{choice}` of a choice does not fit; {_HOW[ID]}.",
                )
    for basis in area.legal_bases.values():
        if not re.search(CELEX, basis.act):
            said = f"`{basis.act}` is no CELEX number; write the act as EUR-Lex does, like `32014L0067`."
            yield ("legal_bases", basis.id), said


def _of_no_use(area: Area) -> Iterator[Said]:
    lists = {question.answer.choice_list for question in area.by_id.values()}
    for name in area.choice_lists:
        if name not in lists:
            yield (
                ("choices", name),
                f"The choice list `{name}` is used by no question; remove it or use it.",
            )
    parameters = {name for question in area.by_id.values() for name in question.parameters}
    for name in area.parameters:
        if name not in parameters:
            yield (
                ("parameters", name),
                f"The parameter `{name}` is used by no question; remove it or use it.",
            )
    for category in area.categories:
        if not area.in_category(category):
            yield (
                ("categories", category),
                f"The category `{category}` has no question; remove it or add a question.",
            )


def _other_answers(area: Area, package: Package) -> Iterator[Said]:
    """A question keeps its type of answer: statistics and forms tell questions of all versions by their ids."""
    for number, earlier in package.published.items():
        for question in area.by_id.values() if number < area.version else ():
            before = earlier.question(question.id)
            if before is not None and before.answer.type is not question.answer.type:
                said = (
                    f"Question `{question.id}` is answered with {before.answer.type} in version {number},"
                    f" here with {question.answer.type}; another question gets another id."
                )
                yield ("questions", question.id), said
