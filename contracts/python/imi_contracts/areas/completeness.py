"""How complete the texts are, per area and language: the table operators and translators look at."""

from collections.abc import Iterable
from dataclasses import dataclass

from imi_contracts.areas.model import Area
from imi_contracts.areas.wordings import expected_texts
from imi_contracts.catalogue import Texts
from imi_contracts.vocabularies.errors import errors_folder, load_error_codes, untranslated_errors


@dataclass(frozen=True, slots=True)
class Completeness:
    """`done` of `total` texts of one catalogue in one language; `missing` are the keys."""

    catalogue: str
    language: str
    done: int
    total: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 1.0


def completeness(area: Area, languages: Iterable[str]) -> tuple[Completeness, ...]:
    """One line per language for an area; help texts count, because a form without them is poorer."""
    keys = tuple(dict.fromkeys((*expected_texts(area), *area.texts.keys)))
    return tuple(_line(area.id, language, keys, area.texts.missing(language, keys)) for language in languages)


def catalogue_completeness(name: str, texts: Texts, languages: Iterable[str]) -> tuple[Completeness, ...]:
    """One line per language for all texts of a catalogue, such as the vocabularies or the glossary."""
    return tuple(_line(name, language, texts.keys, texts.missing(language)) for language in languages)


def error_completeness(languages: Iterable[str]) -> tuple[Completeness, ...]:
    """One line per language for the sentences of all error codes."""
    codes = tuple(load_error_codes(errors_folder()))
    return tuple(_line("errors", language, codes, untranslated_errors(language)) for language in languages)


def _line(catalogue: str, language: str, keys: tuple[str, ...], missing: tuple[str, ...]) -> Completeness:
    return Completeness(catalogue, language, len(keys) - len(missing), len(keys), missing)


def table(lines: Iterable[Completeness]) -> str:
    """The lines as text: one row per catalogue, one column per language, whole percents."""
    rows: dict[str, dict[str, str]] = {}
    for line in lines:
        rows.setdefault(f"{line.catalogue} ({line.total})", {})[line.language] = f"{int(line.share * 100)}%"
    languages = list(dict.fromkeys(language for row in rows.values() for language in row))
    width = max((len(name) for name in rows), default=0)
    head = " " * width + "".join(f"{language:>6}" for language in languages)
    body = [
        f"{name:<{width}}" + "".join(f"{row.get(code, ''):>6}" for code in languages)
        for name, row in rows.items()
    ]
    return "\n".join([head, *body])
