"""By which competences a search finds an authority: the one asked for, and what stands above or below it."""

from imi_contracts.vocabularies import Vocabularies


def equivalents(competence: str, vocabularies: Vocabularies) -> tuple[str, ...]:
    """`list:code` with its section and its divisions; by itself when it is not known."""
    name, _, code = competence.partition(":")
    known = vocabularies.get(name)
    if known is None or code not in known:
        return (competence,)
    return tuple(f"{name}:{each}" for each in known.kin(code))
