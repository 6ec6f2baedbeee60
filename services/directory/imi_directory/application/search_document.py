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
    """An authority as one language sees it; `words` maps each folded word to the best place it stands in.

    `shared` are those of them that all languages have: of the official name, the place, the country's own name.
    """

    language: str
    sort_name: str
    words: dict[str, str]
    shared: frozenset[str]


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
    shared = _placed(
        (NAME, (authority.official_name,)),
        (PLACE, (country_name(authority.country, authority.official_language), authority.country)),
        (PLACE, (authority.region or "", authority.city or "")),
    )
    return [_document(authority, vocabularies, language, shared) for language in languages]


def _document(
    authority: Authority, vocabularies: Vocabularies, language: str, shared: dict[str, str]
) -> SearchDocument:
    title, _ = text_in(authority.titles, language)
    description, _ = text_in(authority.descriptions, language)
    own = _placed(
        (NAME, (title,)),
        (COMPETENCE, _competence(authority, vocabularies, language)),
        (PLACE, (country_name(authority.country, language),)),
        (DESCRIPTION, (description,)),
    )
    both = {word: min(place, own.get(word, place)) for word, place in shared.items()}
    found = dict(list((own | both).items())[:MAX_WORDS])
    return SearchDocument(language, fold(title or authority.official_name), found, frozenset(shared))


def _placed(*placed: tuple[str, Iterable[str]]) -> dict[str, str]:
    """Each word of the texts with the first, that is best, place it stands in."""
    found: dict[str, str] = {}
    for place, texts in placed:
        for text in texts:
            for word in words(text):
                found.setdefault(word, place)
    return found


def _competence(authority: Authority, vocabularies: Vocabularies, language: str) -> Iterable[str]:
    for name, codes in authority.competences.items():
        vocabulary = vocabularies.get(name)
        for code in codes:
            if vocabulary is not None and code in vocabulary:
                yield vocabulary.label(code, language)
                yield from vocabulary.synonyms(code, language)
            else:
                yield code.replace("_", " ").replace("-", " ")
