"""By which competences a search finds an authority: the one asked for, and what stands above or below it."""

from imi_contracts.vocabularies import Vocabularies

SECTION = "section"


def equivalents(competence: str, vocabularies: Vocabularies) -> tuple[str, ...]:
    """`list:code` with its section and its divisions, as NACE has them; by itself when it is not known.

    Whoever is competent for a section is so for each of its divisions, and a search for a section finds both.
    """
    name, _, code = competence.partition(":")
    known = vocabularies.get(name)
    if known is None or code not in known:
        return (competence,)
    above = known[code].attributes.get(SECTION)
    below = (concept.id for concept in known if concept.attributes.get(SECTION) == code)
    codes = (code, *((above,) if above else ()), *below)
    return tuple(f"{name}:{each}" for each in codes)
