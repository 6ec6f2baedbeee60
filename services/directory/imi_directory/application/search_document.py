"""What the search knows of an authority: its words, once for every language, weighted by where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imi_contracts.vocabularies import Vocabularies, country_name
from imi_directory.domain.authority import Authority, Status
from imi_directory.domain.words import fold, words

NAME, COMPETENCE, PLACE, DESCRIPTION = "A", "B", "C", "D"
MAX_WORDS = 400


@dataclass(frozen=True)
class SearchDocument:
    """An authority as one language sees it; `words` maps each folded word to the best place it stands in."""

    language: str
    sort_name: str
    words: dict[str, str]


def is_listed(authority: Authority) -> bool:
    """Only active authorities are found: nobody can send anything to the others."""
    return authority.status is Status.ACTIVE


def text_in(texts: dict[str, str], language: str) -> tuple[str, str | None]:
    """The text in the language, else English, else any; with the language it really is in."""
    for candidate in (language, "en", *sorted(texts)):
        if texts.get(candidate):
            return texts[candidate], candidate
    return "", None


def documents(
    authority: Authority, vocabularies: Vocabularies, languages: Sequence[str]
) -> list[SearchDocument]:
    """One document per language; the official name stands in all of them."""
    return [_document(authority, vocabularies, language) for language in languages]


def _document(authority: Authority, vocabularies: Vocabularies, language: str) -> SearchDocument:
    title, _ = text_in(authority.titles, language)
    description, _ = text_in(authority.descriptions, language)
    own, country = authority.official_language, authority.country
    placed = (
        (NAME, (title, authority.official_name)),
        (COMPETENCE, _competence(authority, vocabularies, language)),
        (PLACE, (country_name(country, language), country_name(country, own), country)),
        (PLACE, (authority.region or "", authority.city or "")),
        (DESCRIPTION, (description,)),
    )
    found: dict[str, str] = {}
    for place, texts in placed:
        for word in words(" ".join(texts)):
            found.setdefault(word, place)
    limited = dict(list(found.items())[:MAX_WORDS])
    return SearchDocument(language, fold(title or authority.official_name), limited)


def _competence(authority: Authority, vocabularies: Vocabularies, language: str) -> Iterable[str]:
    for name, codes in (("professions", authority.professions), ("keywords", authority.keywords)):
        vocabulary = vocabularies.get(name)
        for code in codes:
            if vocabulary is not None and code in vocabulary:
                yield vocabulary.label(code, language)
                yield from vocabulary.synonyms(code, language)
            else:
                yield code.replace("_", " ").replace("-", " ")
