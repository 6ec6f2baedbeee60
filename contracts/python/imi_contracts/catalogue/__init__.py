"""Mechanism of areas and vocabularies: YAML with line numbers, gettext texts and their lints, findings, CLDR names."""

from imi_contracts.catalogue.findings import CatalogueError, Finding, Findings
from imi_contracts.catalogue.lint import lint_below, lint_catalogue
from imi_contracts.catalogue.lint_model import LintFinding, Severity
from imi_contracts.catalogue.names import (
    country_codes,
    country_name,
    format_amount,
    format_date,
    format_number,
    format_period,
    language_name,
    sort_key,
)
from imi_contracts.catalogue.paths import contracts_root
from imi_contracts.catalogue.texts import SOURCE_LANGUAGE, Texts, load_texts

__all__ = [
    "SOURCE_LANGUAGE",
    "CatalogueError",
    "Finding",
    "Findings",
    "LintFinding",
    "Severity",
    "Texts",
    "contracts_root",
    "country_codes",
    "country_name",
    "format_amount",
    "format_date",
    "format_number",
    "format_period",
    "language_name",
    "lint_below",
    "lint_catalogue",
    "load_texts",
    "sort_key",
]
