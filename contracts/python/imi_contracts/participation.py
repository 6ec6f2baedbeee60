"""Europe over time: who belonged to the Union, the Economic Area and the system on a day, and its languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from imi_contracts.catalogue import Findings, contracts_root
from imi_contracts.catalogue.marked import Marked, read_marked


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included; without `last` it goes on. Each end names its source."""

    first: date
    source: str
    last: date | None = None
    last_source: str | None = None

    def includes(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class State:
    """A state (ISO 3166-1 alpha-2) and the times in which it belonged."""

    id: str
    union: Period | None = None
    eea: Period | None = None
    imi: Period | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language: official in the Union, or a language of the Economic Area only."""

    id: str
    official: Period | None = None
    eea: Period | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """All states that ever belonged and all languages, with the acts the dates come from."""

    states: Mapping[str, State]
    languages: Mapping[str, Language]
    sources: Mapping[str, str]

    def members_on(self, day: date) -> tuple[str, ...]:
        """The members of the Union (before November 1993: of the Community)."""
        return _on(day, ((state.id, state.union) for state in self.states.values()))

    def eea_states_on(self, day: date) -> tuple[str, ...]:
        """The states of the Economic Area; a member of the Union counts from its accession.

        The Agreement itself was applied to Bulgaria, Romania and Croatia only some months after they acceded.
        """
        agreements = [state.eea.first for state in self.states.values() if state.eea]
        if not agreements or day < min(agreements):
            return ()
        with_agreement = _on(day, ((state.id, state.eea) for state in self.states.values()))
        return tuple(sorted({*with_agreement, *self.members_on(day)}))

    def imi_states_on(self, day: date) -> tuple[str, ...]:
        """The states whose authorities could use the system."""
        return _on(day, ((state.id, state.imi) for state in self.states.values()))

    def official_languages_on(self, day: date) -> tuple[str, ...]:
        """The official languages of the Union."""
        return _on(day, ((language.id, language.official) for language in self.languages.values()))

    def languages_on(self, day: date) -> tuple[str, ...]:
        """The official languages and those of the Economic Area."""
        of_the_area = _on(day, ((language.id, language.eea) for language in self.languages.values()))
        return tuple(sorted({*of_the_area, *self.official_languages_on(day)}))


def _on(day: date, periods: Iterable[tuple[str, Period | None]]) -> tuple[str, ...]:
    return tuple(sorted(code for code, period in periods if period is not None and period.includes(day)))


def _read_date(item: Marked) -> date:
    try:
        return date.fromisoformat(item.text())
    except ValueError:
        item.complain("This is not a date; write it as 2013-07-01.")
        return date.min


def _read_period(item: Marked, sources: Mapping[str, str]) -> Period | None:
    parts = item.mapping(required=("from", "source"), optional=("until", "until_source"))
    if "from" not in parts or "source" not in parts:
        return None
    for key in ("source", "until_source"):
        if key in parts and parts[key].text() not in sources:
            parts[key].complain(
                f"The source `{parts[key].text()}` is not listed under `sources`; add it there."
            )
    if ("until" in parts) != ("until_source" in parts):
        item.complain("A last day needs both `until` and `until_source`; add the other one.")
    first = _read_date(parts["from"])
    last = _read_date(parts["until"]) if "until" in parts else None
    if last is not None and last < first:
        parts["until"].complain("The last day lies before the first; exchange them or correct one.")
    last_source = parts["until_source"].text() if "until_source" in parts else None
    return Period(first, parts["source"].text(), last, last_source)


def _read_entries(
    root: Marked, periods: tuple[str, ...], sources: Mapping[str, str]
) -> dict[str, dict[str, Period | None]]:
    """Each entry by id with the periods that may stand in it; at least one must."""
    entries: dict[str, dict[str, Period | None]] = {}
    for item in root.sequence():
        parts = item.mapping(required=("id",), optional=periods)
        code = parts["id"].text() if "id" in parts else ""
        if code in entries:
            item.complain(f"`{code}` stands twice; remove one of them.")
        if not any(name in parts for name in periods):
            item.complain(f"`{code}` belongs to nothing; add one of: {', '.join(periods)}.")
        found = {name: _read_period(parts[name], sources) for name in periods if name in parts}
        entries.setdefault(code, found)
    return entries


def read_participation(file: Path, findings: Findings) -> Participation:
    """Read the file, collecting what is wrong in `findings`."""
    root = read_marked(file, findings)
    top = root.mapping(required=("sources", "states", "languages"), optional=("about",)) if root else {}
    sources = (
        {key.scalar(): value.text() for key, value in top["sources"].pairs()} if "sources" in top else {}
    )
    states = _read_entries(top["states"], ("union", "eea", "imi"), sources) if "states" in top else {}
    languages = _read_entries(top["languages"], ("official", "eea"), sources) if "languages" in top else {}
    return Participation(
        MappingProxyType({code: State(code, **periods) for code, periods in states.items()}),
        MappingProxyType({code: Language(code, **periods) for code, periods in languages.items()}),
        MappingProxyType(sources),
    )


def load_participation(file: Path | None = None) -> Participation:
    """Load `contracts/participation.yaml`; raises CatalogueError naming file and line of all that is wrong."""
    findings = Findings()
    participation = read_participation(file or contracts_root() / "participation.yaml", findings)
    findings.raise_if_any()
    return participation
