"""Error codes: one YAML file per service, `code: {status, retryable, text}`, translated by code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import polib

from imi_contracts.catalogue import SOURCE_LANGUAGE, Findings, contracts_root
from imi_contracts.catalogue.marked import Marked, read_marked
from imi_contracts.catalogue.texts import Text, read_po


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A stable code, its HTTP status, whether trying again can help, and the English sentence."""

    code: str
    status: int
    retryable: bool
    text: str


class UnknownErrorCodeError(LookupError):
    """Code raises an error that no file in contracts/vocabularies/errors declares."""


def _read_code(name: str, value: Marked) -> ErrorCode:
    parts = value.mapping(required=("status", "text"), optional=("retryable",))
    status = parts["status"].integer(minimum=400) if "status" in parts else 400
    retryable = parts["retryable"].boolean() if "retryable" in parts else False
    return ErrorCode(name, status, retryable, parts["text"].text() if "text" in parts else "")


def read_error_codes(folder: Path, findings: Findings) -> Mapping[str, ErrorCode]:
    """All codes of all services; a code in two files is a complaint."""
    codes: dict[str, ErrorCode] = {}
    for file in sorted(folder.glob("*.yaml")):
        root = read_marked(file, findings)
        for key, value in root.pairs() if root else ():
            name = key.scalar()
            if name in codes:
                key.complain(
                    f"The error code `{name}` is declared in another file already; keep one of them."
                )
            codes.setdefault(name, _read_code(name, value))
    return MappingProxyType(codes)


def load_error_codes(folder: Path) -> Mapping[str, ErrorCode]:
    """Load a folder of error codes; raises CatalogueError naming file and line."""
    findings = Findings()
    codes = read_error_codes(folder, findings)
    findings.raise_if_any()
    return codes


@lru_cache(maxsize=4)
def _codes(folder: Path) -> Mapping[str, ErrorCode]:
    return load_error_codes(folder)


@lru_cache(maxsize=128)
def _translations(folder: Path, language: str) -> Mapping[str, Text]:
    file = folder / "locale" / f"{language}.po"
    return read_po(file, Findings(), is_source=False) if file.is_file() else {}


def errors_folder() -> Path:
    return contracts_root() / "vocabularies" / "errors"


def error_code(code: str) -> ErrorCode:
    """The declared error; raises UnknownErrorCodeError, because an undeclared code is a mistake of ours."""
    try:
        return _codes(errors_folder())[code]
    except KeyError as error:
        message = f"{code} is not declared in {errors_folder()}/*.yaml"
        raise UnknownErrorCodeError(message) from error


def _translated(code: str, language: str) -> str | None:
    """The translation, unless the English has changed since it was made."""
    found = _translations(errors_folder(), language).get(code)
    return found.value if found is not None and found.source == error_code(code).text else None


def error_text(code: str, language: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence in the language (else English) with its parameters; an absent one shows as `…`."""
    template = _translated(code, language) or error_code(code).text
    return template.format_map(_Params(params or {}))


def untranslated_errors(language: str) -> tuple[str, ...]:
    """The codes whose sentence this language lacks or has only for an older English."""
    codes = load_error_codes(errors_folder())
    return () if language == SOURCE_LANGUAGE else tuple(c for c in codes if _translated(c, language) is None)


def errors_template(folder: Path) -> str:
    """The .pot of all error sentences for translators, made from the YAML files."""
    template = polib.POFile(wrapwidth=110)
    template.metadata = {
        "Project-Id-Version": "OpenIMI error codes",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for code, error in sorted(load_error_codes(folder).items()):
        template.append(
            polib.POEntry(
                msgctxt=code,
                msgid=error.text,
                comment="A sentence shown to officials. Keep the words in {braces}.",
            )
        )
    return str(template) + "\n"


class _Params(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
