"""The differences between two versions of an area as sentences that need no knowledge of the file format."""

from collections.abc import Iterator
from dataclasses import dataclass

from imi_contracts.areas.facts import Thing, things
from imi_contracts.areas.model import Area


@dataclass(frozen=True, slots=True)
class Difference:
    """One sentence, and the heading it belongs under."""

    section: str
    sentence: str


def differences(old: Area, new: Area) -> tuple[Difference, ...]:
    """What was added, what is gone and what changed, section by section in the order of the form."""
    before, after = things(old), things(new)
    sections = dict.fromkeys(thing.section for thing in (*after.values(), *before.values()))
    found = [*_added(before, after), *_gone(before, after), *_changed(before, after), *_moved(old, new)]
    return tuple(item for section in sections for item in found if item.section == section)


Things = dict[tuple[str, str], Thing]


def _added(before: Things, after: Things) -> Iterator[Difference]:
    for key, thing in after.items():
        if key not in before:
            yield Difference(thing.section, f"{thing.name} is new: {thing.summary}.")


def _gone(before: Things, after: Things) -> Iterator[Difference]:
    for key, thing in before.items():
        if key not in after:
            yield Difference(thing.section, f"{thing.name} is gone: {thing.summary}.")


def _changed(before: Things, after: Things) -> Iterator[Difference]:
    for key, thing in after.items():
        earlier = before.get(key)
        if earlier is None:
            continue
        for aspect in dict.fromkeys((*thing.facts, *earlier.facts)):
            was, now = earlier.facts.get(aspect), thing.facts.get(aspect)
            if was == now:
                continue
            if was is None:
                sentence = f"{thing.name}: {aspect} is new: {now}."
            elif now is None:
                sentence = f"{thing.name}: {aspect} is gone; it was {was}."
            else:
                sentence = f"{thing.name}: {aspect} – now {now}, before {was}."
            yield Difference(thing.section, sentence)


def _moved(old: Area, new: Area) -> Iterator[Difference]:
    """Changes of order among what both versions have."""
    orders = (
        ("Questions", "The questions", list(old.by_id), list(new.by_id)),
        ("The form", "The fields of the form", list(old.subject.fields), list(new.subject.fields)),
        *(
            ("Answers", f"The answers of the list {name}", list(old.choice_lists[name]), list(choices))
            for name, choices in new.choice_lists.items()
            if name in old.choice_lists
        ),
    )
    for section, name, was, now in orders:
        if [item for item in was if item in now] != [item for item in now if item in was]:
            yield Difference(section, f"{name} stand in another order.")


def in_words(old: Area, new: Area) -> str:
    """The differences as a text with headings; one sentence when there are none."""
    found = differences(old, new)
    title = f"{new.id}: from version {old.version} to version {new.version}"
    if not found:
        return f"{title}\n\nBoth say the same."
    lines, section = [title], ""
    for item in found:
        if item.section != section:
            section = item.section
            lines += ["", section]
        lines.append(f"  • {item.sentence}")
    return "\n".join(lines)
